import { Injectable, Logger } from '@nestjs/common';
import { titleOf } from '../characters/entry-title.js';
import { macroRoom, seeded, settleMacros } from '../characters/macros.js';
import { calledName } from '../characters/sheet.js';
import { type Lore, renderActivated, toldLore } from '../context/lorebook.js';
import { type Pinned, pinsThatFit, renderPins } from '../context/pins.js';
import { type Recalled, renderRecalled } from '../context/recalled.js';
import { renderRulesInTail } from '../context/rules.js';
import { renderTail, type TailFacts } from '../context/tail.js';
import type { Told } from '../context/transcript.js';
import { describe } from '../problem.filter.js';
import { inSlices } from '../text/slices.js';
import { estimateTokens } from '../text/tokens.js';
import { LoreTold } from './lore-told.js';
import { Openings } from './openings.js';
import { STEP } from './recall-stretches.js';
import { Recall } from './recall.service.js';
import type { SessionHead } from './session-head.js';
import { Story } from './story.service.js';

/** A tail, ready to send. */
export interface Tail {
  text: string;
  /** Estimated. */
  tokens: number;
  recalled: Recalled[];
  /** How long recall took. */
  recallMs: number;
  /** Numbers of pinned messages that are in it, and of those that there was no room for. */
  pinned: number[];
  pinsLeftOut: number[];
  /** Names of lorebook entries that are in it, of those that there was no room for, and of those not looked for whole. */
  lore: string[];
  loreLeftOut: string[];
  loreMissed: string[];
}

interface Wish {
  /** The turn that it is for; without one nothing is remembered of it. */
  turnId: string | null;
  /** The number of the last message told, and those that need not be read. */
  upTo: number;
  known: readonly Told[];
  goOn: boolean;
  draft?: { begun: string };
  /** Estimated tokens that the tail may take in all. */
  room: number;
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
/** Of the tail's room, what pinned messages may take, and of the rest what lorebook entries may. */
const PINS_SHARE = 0.5;
const LOREBOOK_SHARE = 0.4;
/** An author's entries may take so much beyond it, in tokens, or this share of what is left of the window. */
const MOST_LORE = 2000;
const LORE_OF_LEFT = 0.25;
/** So many of them are named in a receipt. */
const MOST_NAMED = 100;

/** Makes the tail: the clock, what is recalled, lorebook entries by keyword, rules that have not settled yet. */
@Injectable()
export class Tails {
  private readonly logger = new Logger(Tails.name);

  constructor(
    private readonly story: Story,
    private readonly openings: Openings,
    private readonly recall: Recall,
    private readonly loreTold: LoreTold,
  ) {}

  /** Estimated tokens of what has to be in it. */
  async least(head: SessionHead): Promise<number> {
    return estimateTokens(renderTail(this.facts(head, false)));
  }

  async of(head: SessionHead, wish: Wish): Promise<Tail> {
    const facts = this.facts(head, wish.goOn);
    if (wish.draft) facts.draft = { user: head.persona.name, ...wish.draft };
    let room = wish.room - estimateTokens(renderTail(facts));
    const [query, pins, lore] = await Promise.all([
      this.asked(head, wish),
      this.pins(head, wish),
      this.openings.lore(head),
    ]);
    const pinned = pinsThatFit(pins, room * PINS_SHARE);
    facts.pinned = renderPins(pinned, head.opening.language, head.timeZone);
    room -= estimateTokens(facts.pinned);
    const entries = lore.entries.length ? await this.entries(head, lore, wish, room) : null;
    if (entries) {
      facts.lorebook = entries.text;
      room -= Math.min(estimateTokens(entries.text), room * LOREBOOK_SHARE);
    }
    const begun = performance.now();
    const found = await this.recalled(head, query, Math.floor(room), wish);
    const there = new Set([...head.opening.pins, ...pinned.map(({ seq }) => seq)]);
    const recalled = found.filter(({ seq }) => !there.has(seq));
    const recallMs = performance.now() - begun;
    facts.recalled = renderRecalled(recalled, head.opening.language, head.timeZone);
    const text = renderTail(facts);
    return {
      text,
      tokens: estimateTokens(text),
      recalled,
      recallMs,
      pinned: pinned.map(({ seq }) => seq),
      pinsLeftOut: pins.filter((pin) => !pinned.includes(pin)).map(({ seq }) => seq),
      lore: entries?.told ?? [],
      loreLeftOut: entries?.leftOut ?? [],
      loreMissed: entries?.missed ?? [],
    };
  }

  /** Pinned messages that are folded and do not stand with the chronicle yet, or are far back in a long history. */
  private async pins(head: SessionHead, wish: Wish): Promise<Pinned[]> {
    const settled = new Set(head.opening.pins);
    const before = farBefore(head, wish);
    const seqs = head.pins.filter((seq) => seq < before && !settled.has(seq));
    return seqs.length ? this.story.pinned(head.branchId, { seqs }) : [];
  }

  private facts(head: SessionHead, goOn: boolean): TailFacts {
    const { language, afterHistory, rules } = head.opening;
    return {
      name: head.name,
      language,
      now: new Date(),
      timeZone: head.timeZone,
      lastAt: head.lastAt,
      afterHistory,
      goOn,
      note: head.note && this.settled(head, head.note),
      rules: renderRulesInTail(head.rules, rules, language),
    };
  }

  private settled(head: SessionHead, text: string): string {
    return settleMacros(text, { char: head.name, user: head.persona.name });
  }

  /** What the user said last, all that is not answered yet. */
  private async asked(head: SessionHead, { upTo, known }: Wish): Promise<string> {
    const said = known.filter(({ role }) => role === 'user').map(({ content }) => content);
    return said.length ? said.join('\n') : this.story.asked(head.branchId, upTo);
  }

  /** What of the lorebook comes by the tail, and the names of what there was no room for, or no time to look for. */
  private async entries(
    head: SessionHead,
    lore: Lore,
    { turnId, upTo, known, left }: Wish,
    room: number,
  ): Promise<{ text: string; told: string[]; leftOut: string[]; missed: string[] }> {
    const { branchId } = head;
    const newest = [...known].sort((a, b) => b.seq - a.seq);
    const before = newest.at(-1)?.seq ?? Infinity;
    const place = newest[0]?.seq ?? upTo;
    const [earlier, replies, greeting, told] = await Promise.all([
      this.story.recent(branchId, upTo, lore.reads),
      lore.counts ? this.story.replies(branchId, upTo) : 0,
      lore.greets ? this.story.greeting(branchId) : undefined,
      lore.remembered.length ? this.loreTold.before(branchId, place, lore.remembered) : undefined,
    ]);
    const messages = [...newest, ...earlier.filter(({ seq }) => seq < before)].map(({ content }) => content);
    const names = { char: calledName(head.name, lore), user: head.persona.name };
    const work = toldLore(
      lore.entries,
      {
        messages,
        replies,
        place,
        names,
        greeting,
        told,
        seed: `${head.id} ${place}`,
        recursive: lore.recursive,
        scanDepth: lore.scanDepth,
      },
      Math.max(Math.floor(room * LOREBOOK_SHARE), Math.min(MOST_LORE, Math.floor(left * LORE_OF_LEFT))),
      lore.tokenBudget,
      lore.pinned,
    );
    const found = await inSlices(work);
    if (turnId && found.remember.length) await this.loreTold.remember(branchId, place, found.remember);
    const growth = macroRoom();
    const settle = (text: string) =>
      settleMacros(text, { ...names, random: seeded(head.id + text), room: growth });
    return {
      text: renderActivated(found.told, settle, head.opening.language),
      told: found.told.slice(0, MOST_NAMED).map(titleOf),
      leftOut: found.leftOut.slice(0, MOST_NAMED).map(titleOf),
      missed: found.missed.slice(0, MOST_NAMED).map(titleOf),
    };
  }

  private async recalled(
    head: SessionHead,
    query: string,
    budgetTokens: number,
    wish: Wish,
  ): Promise<Recalled[]> {
    const before = farBefore(head, wish);
    if (budgetTokens < 40 || before <= 1) return [];
    try {
      const { branchId, timeZone } = head;
      return await this.recall.find(branchId, { query, before, budgetTokens, now: new Date(), timeZone });
    } catch (error) {
      // A turn without its reminders is better than none.
      this.logger.warn(`Nothing could be recalled: ${describe(error)}`);
      return [];
    }
  }
}

/** Messages before this number are worth a reminder; in steps, so that what is indexed for one turn serves the next. */
function farBefore(head: SessionHead, { upTo, whole, tokens }: Wish): number {
  if (!whole) return head.foldedSeq + 1;
  return tokens < LONG ? 0 : 1 + Math.floor((upTo - FAR) / STEP) * STEP;
}
