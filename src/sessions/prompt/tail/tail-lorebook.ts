import { Injectable } from '@nestjs/common';
import { titleOf } from '../../../characters/lorebook/entry-title.js';
import { activateLore, type PreparedLorebook, renderActivated } from '../../../context/lorebook/lorebook.js';
import { MOST_REASONS } from '../../../context/lorebook/reasons.js';
import { calledUser } from '../../../context/quoting/called-user.js';
import type { PromptMessage } from '../../../context/request/transcript.js';
import type { LoreReason } from '../../../contracts/receipt.js';
import { calledName } from '../../../contracts/called-name.js';
import type { MacroTime } from '../../../text/macro-values.js';
import { macroRoom, seeded, settling } from '../../../text/macros.js';
import { scripted } from '../../../text/scripts/regex-scripts.js';
import { inSlices } from '../../../text/search/slices.js';
import type { SessionSnapshot } from '../../story/session-snapshot.js';
import { asSent } from '../scripts/sent-messages.js';
import { LoreActivationsRepository } from './lore-activations.repository.js';
import { PreparedLorebooks } from './prepared-lorebooks.js';
import { PromptMessagesRepository } from '../prompt-messages.repository.js';

/** What a turn asks of the lorebook. */
interface LoreRequest {
  /** The turn that it is for; without one nothing is remembered of it. */
  turnId: string | null;
  /** The number of the last message in the transcript, and those that need not be read. */
  upTo: number;
  known: readonly PromptMessage[];
  /** Estimated tokens that entries may take, what the rest of the tail may, and what is left for both. */
  loreRoom: number;
  room: number;
  left: number;
}

/** The lorebook's part of a tail. */
interface TailLore {
  text: string;
  /** Names of entries that are in it, of those that there was no room for, and of those not looked for whole. */
  activated: string[];
  leftOut: string[];
  missed: string[];
  reasons: LoreReason[];
}

/** So many entries are named in a receipt. */
const MOST_NAMED = 100;

/** Which entries of a lorebook are activated by what was said, beside those that stand in the prompt prefix. */
@Injectable()
export class TailLorebook {
  constructor(
    private readonly lorebooks: PreparedLorebooks,
    private readonly messages: PromptMessagesRepository,
    private readonly activations: LoreActivationsRepository,
  ) {}

  async activate(snapshot: SessionSnapshot, wish: LoreRequest): Promise<TailLore> {
    const lore = await this.lorebooks.of(snapshot);
    const constants = lore.constants.map((name) => ({
      name,
      outcome: 'told' as const,
      why: 'constant' as const,
    }));
    const found = lore.entries.length
      ? await this.byMessages(snapshot, lore, wish)
      : { text: '', activated: [], leftOut: [], missed: [], reasons: [] };
    return { ...found, reasons: [...constants, ...found.reasons].slice(0, MOST_REASONS) };
  }

  private async byMessages(
    snapshot: SessionSnapshot,
    lore: PreparedLorebook,
    { turnId, upTo, known, loreRoom, room, left }: LoreRequest,
  ): Promise<TailLore> {
    const { branchId } = snapshot;
    const newest = [...known].sort((a, b) => b.seq - a.seq);
    const before = newest.at(-1)?.seq ?? Infinity;
    const place = newest[0]?.seq ?? upTo;
    const [earlier, replies, greeting, activatedAt] = await Promise.all([
      this.messages.recent(branchId, upTo, lore.reads),
      lore.counts ? this.messages.replies(branchId, upTo) : 0,
      lore.greets ? this.messages.greeting(branchId) : undefined,
      lore.remembered.length ? this.activations.before(branchId, place, lore.remembered) : undefined,
    ]);
    const { scripts } = snapshot.prefix;
    const searched = await asSent([...newest, ...earlier.filter(({ seq }) => seq < before)], scripts);
    const names = { char: calledName(snapshot.name, lore), user: snapshot.persona.name };
    const work = activateLore(
      lore.entries,
      {
        messages: searched.map(({ role, content }) =>
          lore.named ? `${role === 'user' ? names.user : snapshot.name}: ${content}` : content,
        ),
        seqs: searched.map(({ seq }) => seq),
        replies,
        place,
        names,
        sources: { ...lore.sources, persona: snapshot.persona.description },
        greeting,
        activatedAt,
        seed: `${snapshot.id} ${place}`,
        recursive: lore.recursive,
        scanDepth: lore.scanDepth,
      },
      {
        room: Math.floor(Math.max(0, loreRoom - lore.pinnedTokens)),
        ofBook: lore.tokenBudget,
        beyond: left - room,
        stops: lore.named,
      },
      lore.pinned,
    );
    const found = await inSlices(work);
    if (turnId && found.remember.length) await this.activations.remember(branchId, place, found.remember);
    const growth = macroRoom();
    const settle = function* (text: string) {
      const settled = yield* settling(text, {
        ...names,
        user: calledUser(names.user, snapshot.prefix.language),
        random: seeded(snapshot.id + text),
        room: growth,
        now: nowIn(snapshot),
      });
      return yield* scripted(settled, scripts, 'lore', { as: 'sent' });
    };
    return {
      text: await inSlices(renderActivated(found.activated, settle, snapshot.prefix.language)),
      activated: found.activated.slice(0, MOST_NAMED).map(titleOf),
      leftOut: found.leftOut.slice(0, MOST_NAMED).map(titleOf),
      missed: found.missed.slice(0, MOST_NAMED).map(titleOf),
      reasons: found.reasons,
    };
  }
}

/** The time that macros of a session tell. */
export function nowIn({ timeZone, prefix: { language } }: SessionSnapshot): MacroTime {
  return { at: new Date(), timeZone, language };
}
