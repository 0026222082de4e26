import { Injectable, Logger } from '@nestjs/common';
import { settling } from '../../../text/macros.js';
import type { LoreReason } from '../../../contracts/receipt.js';
import { isOutOfCharacter } from '../../../context/quoting/out-of-character.js';
import { othersQuestionsAsDeeds } from '../../../context/recall/question/others-questions.js';
import { type PinnedMessage, pinsThatFit, renderPins } from '../../../context/parts/pins.js';
import { type RecalledMessage, renderRecalled } from '../../../context/recall/recalled.js';
import {
  type RecalledPassage,
  renderRecalledPassages,
} from '../../../context/recall/source/recalled-passages.js';
import { calledUser } from '../../../context/quoting/called-user.js';
import { renderRulesInTail } from '../../../context/parts/rules.js';
import { renderTail, type TailFacts, type TailTask } from '../../../context/parts/tail.js';
import type { PromptMessage } from '../../../context/request/transcript.js';
import { tailPrompts } from '../../../prompts/prompt-layers.js';
import { describe } from '../../../http/problem.filter.js';
import { inSlices } from '../../../text/search/slices.js';
import { estimateTokens } from '../../../text/search/tokens.js';
import { asSent } from '../scripts/sent-messages.js';
import { STEP } from '../recall/recall-index.repository.js';
import { RecallService } from '../recall/recall.service.js';
import { SourceRecallService } from '../recall/source-recall.service.js';
import { nowIn, TailLorebook } from './tail-lorebook.js';
import { calendarOf, type SessionSnapshot } from '../../story/session-snapshot.js';
import { PromptMessagesRepository } from '../prompt-messages.repository.js';

/** A tail, ready to send. */
export interface Tail {
  text: string;
  /** Estimated. */
  tokens: number;
  recalled: RecalledMessage[];
  /** Of the sources. */
  passages: RecalledPassage[];
  /** How long recall took. */
  recallMs: number;
  /** Numbers of pinned messages that are in it, and of those that there was no room for. */
  pinned: number[];
  pinsLeftOut: number[];
  /** Names of lorebook entries that are in it, of those that there was no room for, and of those not looked for whole. */
  lore: string[];
  loreLeftOut: string[];
  loreMissed: string[];
  loreReasons: LoreReason[];
}

interface TailRequest {
  /** The turn that it is for; without one nothing is remembered of it. */
  turnId: string | null;
  /** The number of the last message in the transcript, and those that need not be read. */
  upTo: number;
  known: readonly PromptMessage[];
  task: TailTask;
  /** Estimated tokens that the tail may take in all, without lorebook entries and what is recalled of the sources. */
  room: number;
  /** And what lorebook entries may take. */
  loreRoom: number;
  /** And what that may take beside it. */
  sourceRoom: number;
  /** All that is left of what may be sent. */
  left: number;
  /** Nothing is folded. */
  whole: boolean;
  /** Estimated, of all else that is sent. */
  tokens: number;
}

/** While everything is sent, a reminder is worth while of what lies farther back than this, in messages and in all in tokens. */
const FAR = 60;
const LONG = 100_000;
/** Of the tail's room, what pinned messages may take. */
const PINS_SHARE = 0.5;
/** Of what is left after those, what passages of the sources may take where messages are folded, beside what nothing else takes. */
const SOURCE_SHARE = 0.5;

/** Makes the tail: the clock, what is recalled, lorebook entries by keyword, rules that have not settled yet. */
@Injectable()
export class TailBuilder {
  private readonly logger = new Logger(TailBuilder.name);

  constructor(
    private readonly messages: PromptMessagesRepository,
    private readonly lorebook: TailLorebook,
    private readonly recall: RecallService,
    private readonly sources: SourceRecallService,
  ) {}

  /** Estimated tokens of what has to be in it. */
  async leastTokens(snapshot: SessionSnapshot): Promise<number> {
    return estimateTokens(renderTail(await this.facts(snapshot, { kind: 'reply' })));
  }

  async build(snapshot: SessionSnapshot, wish: TailRequest): Promise<Tail> {
    const facts = await this.facts(snapshot, wish.task);
    const least = estimateTokens(renderTail(facts));
    let room = wish.room - least;
    const [asked, pins, lore] = await Promise.all([
      this.asked(snapshot, wish),
      this.pins(snapshot, wish),
      this.lorebook.activate(snapshot, wish),
    ]);
    if (wish.task.kind === 'reply') facts.task = { kind: 'reply', outside: isOutOfCharacter(asked) };
    const query = othersQuestionsAsDeeds(asked, facts.user, facts.name);
    const pinned = pinsThatFit(pins, room * PINS_SHARE);
    facts.pinned = renderPins(pinned, snapshot.prefix.language, calendarOf(snapshot));
    room -= estimateTokens(facts.pinned);
    facts.lorebook = lore.text;
    const left = wish.left - least - estimateTokens(facts.pinned) - estimateTokens(facts.lorebook);
    room = Math.min(room, left);
    const begun = performance.now();
    const passages = await this.passages(snapshot, query, room, {
      ...wish,
      sourceRoom: Math.min(wish.sourceRoom, left - Math.max(0, room)),
    });
    facts.source = renderRecalledPassages(passages, snapshot.name, snapshot.prefix.language);
    if (!wish.whole) room -= Math.min(estimateTokens(facts.source), room * SOURCE_SHARE);
    const found = await this.recalled(snapshot, query, Math.floor(room), wish);
    const there = new Set([...snapshot.prefix.pins, ...pinned.map(({ seq }) => seq)]);
    const recalled = found.filter(({ seq, content }) => !there.has(seq) && !isOutOfCharacter(content));
    const recallMs = performance.now() - begun;
    facts.recalled = renderRecalled(recalled, snapshot.prefix.language, calendarOf(snapshot));
    const text = renderTail(facts);
    return {
      text,
      tokens: estimateTokens(text),
      recalled,
      passages,
      recallMs,
      pinned: pinned.map(({ seq }) => seq),
      pinsLeftOut: pins.filter((pin) => !pinned.includes(pin)).map(({ seq }) => seq),
      lore: lore.activated,
      loreLeftOut: lore.leftOut,
      loreMissed: lore.missed,
      loreReasons: lore.reasons,
    };
  }

  /** Pinned messages that are folded and do not stand with the chronicle yet, or are far back in a long history. */
  private async pins(snapshot: SessionSnapshot, wish: TailRequest): Promise<PinnedMessage[]> {
    const settled = new Set(snapshot.prefix.pins);
    const before = farBefore(snapshot, wish);
    const seqs = snapshot.pins.filter((seq) => seq < before && !settled.has(seq));
    if (seqs.length === 0) return [];
    return asSent(await this.messages.pinned(snapshot.branchId, { seqs }), snapshot.prefix.scripts);
  }

  private async facts(snapshot: SessionSnapshot, task: TailTask): Promise<TailFacts> {
    const { language, afterHistory, depthPrompt, rules: settled } = snapshot.prefix;
    const user = calledUser(snapshot.persona.name, language);
    return {
      name: snapshot.name,
      user,
      language,
      now: new Date(),
      ownTime: calendarOf(snapshot) === null,
      timeZone: snapshot.timeZone,
      lastAt: snapshot.lastAt,
      afterHistory,
      prompts: tailPrompts(snapshot.tailPrompts, language),
      depthPrompt,
      task,
      note: snapshot.note && (await this.settled(snapshot, snapshot.note)),
      noteOnce: snapshot.noteOnce && (await this.settled(snapshot, snapshot.noteOnce)),
      rules: renderRulesInTail(
        { now: snapshot.rules, settled, ended: snapshot.endedRules, since: snapshot.lastAt },
        user,
        language,
      ),
    };
  }

  private settled(snapshot: SessionSnapshot, text: string): Promise<string> {
    return inSlices(
      settling(text, {
        char: snapshot.name,
        user: calledUser(snapshot.persona.name, snapshot.prefix.language),
        now: nowIn(snapshot),
      }),
    );
  }

  /** What the user said last, all that is not answered yet. */
  private async asked(snapshot: SessionSnapshot, { upTo, known }: TailRequest): Promise<string> {
    const asked = known.filter(({ role }) => role === 'user').map(({ content }) => content);
    return asked.length ? asked.join('\n') : this.messages.asked(snapshot.branchId, upTo);
  }

  /** What the sources say of it, where they do not stand in the system prompt. */
  private async passages(
    snapshot: SessionSnapshot,
    query: string,
    room: number,
    wish: TailRequest,
  ): Promise<RecalledPassage[]> {
    const { source, sourceAbsence, upToSection } = snapshot.prefix;
    if (source || sourceAbsence === 'no_source') return [];
    const tokens = Math.floor(wish.sourceRoom + (wish.whole ? 0 : room * SOURCE_SHARE));
    try {
      const { branchId, characterId, recall } = snapshot;
      const scene = () => this.messages.lastReply(branchId, wish.upTo);
      const wanted = { text: query, scene, tokens, measure: recall };
      return await this.sources.find(characterId, upToSection, wanted);
    } catch (error) {
      this.logger.warn(`Nothing could be recalled of the sources: ${describe(error)}`);
      return [];
    }
  }

  private async recalled(
    snapshot: SessionSnapshot,
    query: string,
    budgetTokens: number,
    wish: TailRequest,
  ): Promise<RecalledMessage[]> {
    const before = farBefore(snapshot, wish);
    if (budgetTokens < 40 || before <= 1) return [];
    try {
      const { timeZone, recall: measure } = snapshot;
      const now = new Date();
      const timed = calendarOf(snapshot) !== null;
      const wanted = { query, before, budgetTokens, now, timeZone, timed, measure };
      return await asSent(await this.recall.find(snapshot, wanted), snapshot.prefix.scripts);
    } catch (error) {
      // A turn without its reminders is better than none.
      this.logger.warn(`Nothing could be recalled: ${describe(error)}`);
      return [];
    }
  }
}

/** Messages before this number are worth a reminder; in steps, so that what is indexed for one turn serves the next. */
function farBefore(snapshot: SessionSnapshot, { upTo, whole, tokens }: TailRequest): number {
  if (!whole) return snapshot.foldedSeq + 1;
  return tokens < LONG ? 0 : 1 + Math.floor((upTo - FAR) / STEP) * STEP;
}
