import { Injectable } from '@nestjs/common';
import { loreRoom, sourceRoom, tailRoom, tooLong } from '../../context/request/budget.js';
import { withPictureMarks } from '../../context/quoting/picture-marks.js';
import { dayLabel } from '../../context/when/day-label.js';
import { receiptOf } from '../../context/request/receipt.js';
import { compose } from '../../context/request/composed-messages.js';
import type { Transcript } from '../../context/request/transcript.js';
import { ConnectedModels } from '../../connections/connected-models.js';
import { Problem } from '../../contracts/problem.js';
import { storable } from '../../text/encoding/storable.js';
import { estimateTokens } from '../../text/search/tokens.js';
import type { TokenBudget } from '../memory/fold-plan.js';
import { FoldsService } from '../memory/folds.service.js';
import { PromptPrefixes } from '../prompt/prefix/prompt-prefixes.js';
import { type SessionSnapshot, speakerIn } from '../story/session-snapshot.js';
import type { BuiltPrompt, PromptRequest, SaidMessage, WeighedMessage } from './built-prompt.js';
import { asSent } from '../prompt/scripts/sent-messages.js';
import { storedText } from '../prompt/scripts/stored-text.js';
import { SessionSnapshots } from '../prompt/session-snapshots.js';
import { SessionChangedError } from '../story/session-changed.error.js';
import { TailBuilder } from '../prompt/tail/tail-builder.js';
import { keptOf, Transcripts } from '../prompt/transcripts.js';

/** Room is made so often before a text is refused: others fold, too. */
const TRIES = 5;

/** What a text or a turn sends. */
@Injectable()
export class PromptBuilder {
  constructor(
    private readonly snapshots: SessionSnapshots,
    private readonly transcripts: Transcripts,
    private readonly tails: TailBuilder,
    private readonly folds: FoldsService,
    private readonly prefixes: PromptPrefixes,
    private readonly models: ConnectedModels,
  ) {}

  /**
   * What is said as the messages it would be now, once it is sure that each can be sent: what overruns the window folds at
   * once.
   * @returns for each the message or why it is none (not_found, empty_message, context_too_long), with the snapshot as it is then
   */
  async weigh(
    snapshot: SessionSnapshot,
    incoming: readonly SaidMessage[],
  ): Promise<{ snapshot: SessionSnapshot; messages: (WeighedMessage | Problem)[]; at: Date }> {
    const at = new Date();
    const written = incoming.map(({ text }) => storable(text));
    const texts = await Promise.all(written.map((text) => storedText(snapshot.prefix.scripts, 'user', text)));
    const contents = texts.map((text, n) => {
      const names = (incoming[n]!.attached ?? []).map(({ name }) => name);
      return withPictureMarks(text, names, snapshot.prefix.language);
    });
    const sees = incoming.some(({ attached }) => attached?.length) && (await this.sees(snapshot));
    const members = incoming.map(({ memberId }) => speakerIn(snapshot, memberId));
    // Somebody may have come since it was kept.
    if (snapshot.isCached && members.includes(undefined)) throw new SessionChangedError();
    const refused = contents.map((content, n) => {
      if (!members[n]) return new Problem('not_found', 'Nobody like that speaks in this conversation.');
      if (incoming[n]!.missing)
        return new Problem('not_found', 'A picture of this message is gone: attach it again.');
      return content.trim() === ''
        ? new Problem('empty_message', 'An empty message cannot be sent: write something first.')
        : null;
    });
    // The longest first: where it fits, each of the others does.
    const longest = contents
      .map((content, n) => ({ n, tokens: estimateTokens(content) + (sees ? tokensOf(incoming[n]!) : 0) }))
      .filter(({ n }) => !refused[n])
      .sort((a, b) => b.tokens - a.tokens);
    let lastLabel = '';
    for (const { n, tokens } of longest) {
      try {
        const fitting = await this.fit(snapshot, tokens, null);
        snapshot = fitting.snapshot;
        lastLabel = fitting.transcript.lastLabel;
        break;
      } catch (error) {
        if (!(error instanceof Problem && error.code === 'context_too_long')) throw error;
        refused[n] = error;
      }
    }
    const messages = contents.map((content, n) => {
      if (refused[n]) return refused[n];
      const label = dayLabel(at, snapshot.timeZone, lastLabel, snapshot.prefix.language);
      lastLabel = label || lastLabel;
      const member = members[n]!;
      const tokens = estimateTokens(label + content);
      const raw = written[n] === texts[n] ? null : written[n]!;
      const { attached = [] } = incoming[n]!;
      return { role: 'user' as const, speaker: member.id, member, label, content, tokens, raw, attached };
    });
    return { snapshot, messages, at };
  }

  private async sees(snapshot: SessionSnapshot): Promise<boolean> {
    const { model } = await this.models.talking(snapshot);
    return (await model.card()).sees;
  }

  private async latest(snapshot: SessionSnapshot): Promise<Transcript> {
    const transcript = await this.transcripts.latest(snapshot);
    // More was said since it was kept: it would only be refused when the message is stored.
    if (snapshot.isCached && transcript.lastSeq > snapshot.lastSeq) throw new SessionChangedError();
    return transcript;
  }

  /**
   * The very request that a text would send now; no message is stored.
   * @returns a `ContextView` as JSON, in parts that are not joined: it may be megabytes
   * @throws Problem empty_message, context_too_long
   */
  async preview(ownerId: string, sessionId: string, text: string): Promise<Uint8Array[]> {
    const { snapshot, sent } = await this.unsaid(await this.snapshots.read(ownerId, sessionId), text);
    const { composed, receipt } = await this.build(snapshot, {
      turnId: null,
      upTo: snapshot.lastSeq,
      known: [],
      next: sent,
    });
    return [
      Buffer.from(`{"request":{"model":${JSON.stringify(receipt.model)},"messages":`),
      ...composed.messages,
      Buffer.from(`},"receipt":${JSON.stringify(receipt)}}`),
    ];
  }

  /**
   * What is asked about a conversation as the message that it is sent as, said by nobody.
   * @throws Problem empty_message, context_too_long
   */
  async aside(snapshot: SessionSnapshot, text: string): Promise<WeighedMessage> {
    return (await this.unsaid(snapshot, text)).sent;
  }

  private async unsaid(
    read: SessionSnapshot,
    text: string,
  ): Promise<{ snapshot: SessionSnapshot; sent: WeighedMessage }> {
    const { snapshot, messages } = await this.weigh(read, [{ text }]);
    const message = messages[0]!;
    if (message instanceof Problem) throw message;
    const [sent] = await asSent([message], snapshot.prefix.scripts);
    return { snapshot, sent: sent! };
  }

  /**
   * What a turn sends.
   * @throws Problem context_too_long
   */
  async build(before: SessionSnapshot, occasion: PromptRequest): Promise<BuiltPrompt> {
    const { turnId, upTo, known, next, base, draft } = occasion;
    const more = (next?.tokens ?? 0) + (base ? estimateTokens(base) : 0);
    const { model, connection } = await this.models.talking(before);
    const [card, { snapshot, transcript, means }] = await Promise.all([
      model.card(),
      this.fit(before, more, turnId, { upTo, known }),
    ]);
    const kept = await keptOf(transcript, snapshot);
    const { budget, factor } = means;
    const spoken =
      next ?? (base ? { role: 'assistant' as const, speaker: null, label: '', content: base } : undefined);
    const taken = transcript.tokens + more;
    const room = tailRoom(budget, taken * factor, snapshot.foldedSeq > 0, snapshot.recall);
    const tail = await this.tails.build(snapshot, {
      turnId,
      upTo,
      known: next ? [{ ...next, seq: upTo + 1 }] : known,
      task: draft
        ? { kind: 'draft', ...draft }
        : base === undefined
          ? { kind: 'reply' }
          : { kind: 'continue', end: base },
      room: room / factor,
      loreRoom: loreRoom(budget, taken * factor, room) / factor,
      sourceRoom: sourceRoom(budget, taken * factor + room) / factor,
      left: (budget.room - taken * factor) / factor,
      whole: snapshot.foldedSeq === 0,
      tokens: taken,
    });
    const composed = compose(transcript, tail.text, spoken);
    const tokens = taken + tail.tokens;
    const receipt = receiptOf({
      turnId,
      transcript,
      composed,
      sheetVersion: snapshot.sheetVersion,
      sourcePinned: snapshot.prefix.source,
      model: card.name,
      connection,
      window: card.window,
      tokens: Math.round(tokens * factor),
      moreMessages: spoken ? 1 : 0,
      folded: snapshot.foldedMessages,
      recalled: tail.recalled,
      passages: tail.passages,
      recallMs: tail.recallMs,
      pinned: [...snapshot.prefix.pins, ...tail.pinned],
      pinsLeftOut: tail.pinsLeftOut,
      lore: tail.lore,
      loreLeftOut: tail.loreLeftOut,
      loreMissed: tail.loreMissed,
      loreReasons: tail.loreReasons,
      kept,
      movedBy: snapshot.movedBy,
      noteOnce: draft ? '' : snapshot.noteOnce,
    });
    return { snapshot, transcript, composed, tail, receipt, tokens, means };
  }

  /**
   * The transcript once all that has to be sent fits; folds at once where it does not, which is not read first.
   * @param wanted up to which message; all without it
   */
  private async fit(
    snapshot: SessionSnapshot,
    more: number,
    turnId: string | null,
    wanted?: Pick<PromptRequest, 'upTo' | 'known'>,
  ): Promise<{ snapshot: SessionSnapshot; transcript: Transcript; means: TokenBudget }> {
    for (let tries = 0; ; tries++) {
      const [weight, means, least] = await Promise.all([
        this.transcripts.weight(snapshot, wanted?.upTo, wanted?.known),
        this.folds.budget(snapshot),
        this.tails.leastTokens(snapshot),
      ]);
      const { budget, factor } = means;
      const whole = (tokens: number) => (tokens + more + least) * factor;
      // The source's text leaves when it would be time to fold; a turn that runs already does not wait for a new snapshot.
      const leaves = snapshot.prefix.source && !(snapshot.isCached && turnId !== null);
      const most = leaves ? budget.foldAt : budget.room;
      const tell = () =>
        wanted ? this.transcripts.upTo(snapshot, wanted.upTo, wanted.known) : this.latest(snapshot);
      const transcript = whole(weight.tokens) <= most ? await tell() : null;
      if (transcript && whole(transcript.tokens) <= most) return { snapshot, transcript, means };
      const rest = snapshot.prefix.tokens + more + least;
      const made = tries < TRIES ? await this.make(snapshot, rest, turnId) : 'nothing';
      // A message that comes while another turn runs is folded for when its own begins.
      if (made === 'busy' && rest * factor <= budget.room)
        return { snapshot, transcript: transcript ?? (await tell()), means };
      if (made !== 'changed') throw tooLong(rest * factor, budget);
      snapshot = await this.snapshots.readAgain(snapshot);
    }
  }

  /**
   * Makes room, for which a snapshot must be new: the source's text leaves before any message folds, and the lorebook,
   * whose entries then come by keyword, at last.
   */
  private async make(
    snapshot: SessionSnapshot,
    rest: number,
    turnId: string | null,
  ): Promise<'changed' | 'busy' | 'nothing'> {
    if (snapshot.isCached) throw new SessionChangedError();
    const left = await this.prefixes.withoutSource(snapshot, turnId);
    if (left !== 'nothing') return left;
    if (await this.folds.applyReady(snapshot)) return 'changed';
    const folded = await this.folds.foldAtOnce(snapshot, rest, turnId);
    if (folded !== 'nothing') return folded;
    return (await this.prefixes.withoutLorebook(snapshot)) ? 'changed' : 'nothing';
  }
}

const tokensOf = ({ attached = [] }: SaidMessage) => attached.reduce((sum, { tokens }) => sum + tokens, 0);
