import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { macroRoom, seeded, settling } from '../../text/macros.js';
import { calledName, type Sheet } from '../../contracts/sheet.js';
import { budgetOf, LORE_SHARE } from '../../context/request/budget.js';
import { calledUser } from '../../context/quoting/called-user.js';
import { type ChronicleEntryText, renderChronicle, tellsScene } from '../../context/chronicle/chronicle.js';
import { pinnedTokens } from '../../context/lorebook/pinned-entries.js';
import { pinsThatFit } from '../../context/parts/pins.js';
import { type FrameLength, frameLengthFor, renderFrame } from '../../context/parts/frame.js';
import { afterHistory, frameLayers } from '../../prompts/prompt-layers.js';
import { ownPrompts } from '../../prompts/prompt-texts.repository.js';
import { joinPrefix } from '../../context/parts/prompt-prefix.js';
import { SYSTEM_PROMPT_FORMAT, renderSheet } from '../../context/parts/sheet.js';
import { renderSources } from '../../context/parts/source-text.js';
import { commonPrefix } from '../../context/request/common-prefix.js';
import { renderSettledRules } from '../../context/parts/rules.js';
import { Model } from '../../model/model.js';
import { SourceTexts } from '../../sources/source-texts.js';
import { inSlices, type Work } from '../../text/search/slices.js';
import { estimateTokens, tokensOf } from '../../text/search/tokens.js';
import type { PrefixMoved } from '../../contracts/receipt.js';
import type { SourceAbsence } from '../../contracts/session.js';
import { Calibrations } from './calibrations.js';
import {
  calendarOf,
  type PrefixSummary,
  type SessionSnapshot,
  type UnrenderedSnapshot,
} from '../story/session-snapshot.js';
import { SessionChangedError } from '../story/session-changed.error.js';
import { PromptMessagesRepository } from './prompt-messages.repository.js';
import { SessionSheets } from './session-sheets.js';
import { storableJson } from '../../text/encoding/storable.js';

/** Of all that may be sent, what the system prompt may take for its lorebook to stand in it whole. */
const PINNED_SHARE = 0.5;
/** And what pinned messages may take beside the chronicle. */
const PINS_SHARE = 0.1;
/** Of the window, what the source may take to be sent without being asked for; of all that may be sent, with it. */
const SOURCE_SHARE = 0.5;
const ASKED_SHARE = 0.8;

/** What a prompt prefix is rendered from; a colon stands between what moves the prefix for different causes. */
function keyOf(snapshot: UnrenderedSnapshot, frame: FrameLength): string {
  const { characterId, name, persona, timeZone, upToSection } = snapshot;
  const hash = (facts: unknown) =>
    createHash('sha256').update(JSON.stringify(facts)).digest('hex').slice(0, 24);
  const rest = hash([characterId, name, timeZone, frame, upToSection]);
  const source = snapshot.sourceLeft ? 'left' : String(snapshot.pinSource ?? 'auto');
  const { sheetVersion, branchId, chronicle } = snapshot;
  const parts = [sheetVersion, branchId, chronicle, rest, source, hash(persona), SYSTEM_PROMPT_FORMAT];
  const chosen = [snapshot.storyTime === 'mine' ? '' : snapshot.storyTime, snapshot.framePrompts ?? ''];
  // The user's time, and our own words, go without saying.
  return [...parts, ...chosen].join(':').replace(/:+$/, '');
}

function causeOf(before: string, now: string): PrefixMoved {
  const [was, is] = [before.split(':'), now.split(':')];
  if (was[6] !== is[6]) return 'upgrade';
  if ((was[7] ?? '') !== (is[7] ?? '')) return 'clock';
  if (was[0] !== is[0]) return 'sheet';
  if (was[1] !== is[1]) return 'branch';
  if (was[2] !== is[2]) return 'fold';
  if (was[3] === is[3] && was[8] !== is[8]) return 'prompt';
  if (was[3] === is[3] && was[4] !== is[4]) return 'source';
  return was[3] === is[3] && was[5] !== is[5] ? 'persona' : 'edit';
}

/** What requests begin with, rendered and kept: the system prompt with the rules that have settled, and the chronicle. */
@Injectable()
export class PromptPrefixes {
  constructor(
    @InjectDataSource() private readonly database: DataSource,
    private readonly model: Model,
    private readonly calibrations: Calibrations,
    private readonly sources: SourceTexts,
    private readonly messages: PromptMessagesRepository,
    private readonly sheets: SessionSheets,
  ) {}

  /** What the prompt prefix of a session is rendered from; another when it has to be rendered anew. */
  async key(snapshot: UnrenderedSnapshot): Promise<string> {
    return keyOf(snapshot, frameLengthFor(await this.model.card()));
  }

  /** @throws SessionChangedError when a deletion has taken the prompt prefix with it */
  async text(prefixId: string): Promise<string> {
    const [row] = await this.database.query<{ text: string }[]>(
      'SELECT text FROM prompt_prefixes WHERE id = $1',
      [prefixId],
    );
    if (!row) throw new SessionChangedError();
    return row.text;
  }

  /** Renders a prompt prefix anew without its lorebook. @returns whether there was one in it */
  async withoutLorebook(snapshot: SessionSnapshot): Promise<boolean> {
    if (!snapshot.prefix.lorebook || !(await this.sheets.of(snapshot)).lorebook?.entries.length) return false;
    await this.render(snapshot, false);
    return true;
  }

  /**
   * Renders a prompt prefix anew without the source's text, which then stays away.
   *
   * @param turnId the turn that asks, when it runs already
   * @returns `busy`: another turn runs, which is sent with it; `nothing`: it did not stand in it
   */
  async withoutSource(
    snapshot: SessionSnapshot,
    turnId: string | null,
  ): Promise<'changed' | 'busy' | 'nothing'> {
    if (!snapshot.prefix.source) return 'nothing';
    const [{ busy }] = await this.database.query<[{ busy: boolean }]>(
      `SELECT EXISTS (SELECT FROM turns WHERE session_id = $1 AND status = 'running' AND id IS DISTINCT FROM $2) AS busy`,
      [snapshot.id, turnId],
    );
    if (busy) return 'busy';
    await this.render({ ...snapshot, sourceLeft: true }, snapshot.prefix.lorebook);
    return 'changed';
  }

  /** The text of the sources, or why it is not sent. */
  private async sourceText(
    snapshot: UnrenderedSnapshot,
    sheet: Sheet,
    most: { asked: number; unasked: number },
  ): Promise<{ text: string } | { absence: SourceAbsence }> {
    const { characterId, pinSource } = snapshot;
    if (!(await this.sources.ids(characterId)).length) return { absence: 'no_source' };
    if (pinSource === false) return { absence: 'never' };
    // What has left does not come back by itself, nor does it come where messages were folded.
    if (snapshot.sourceLeft) return { absence: 'made_room' };
    if (pinSource === null && snapshot.foldedSeq > 0) return { absence: 'folded' };
    const sources = await this.sources.of(characterId, sheet.upTo?.section ?? null);
    const text = renderSources(sources, snapshot.name, sheet.language);
    if (!text) return { absence: 'no_source' };
    const tokens = estimateTokens(text);
    return tokens <= (pinSource ? most.asked : most.unasked) ? { text } : { absence: 'too_long' };
  }

  /**
   * What is told behind the messages, settled. As nothing is put between messages that were sent, the character's note
   * goes above the newest message's end, or to that very end where its depth is none.
   */
  private async afterMessages(
    { depthPrompt }: Sheet,
    end: string,
    settle: (text: string) => Work<string>,
  ): Promise<Pick<PrefixSummary, 'afterHistory' | 'depthPrompt'>> {
    const note = (await inSlices(settle(depthPrompt?.text ?? ''))).trim();
    const atEnd = depthPrompt?.depth === 0;
    return {
      afterHistory: atEnd ? [note, end].filter(Boolean).join('\n') : end,
      depthPrompt: atEnd ? '' : note,
    };
  }

  /** Whether what is always told may stand in the prefix: half of what lore may take is left for what is asked for. */
  private async lorebookFits(sheet: Sheet, window: number, fits: boolean): Promise<boolean> {
    const { lorebook, lorebookByKeys } = sheet;
    if (!lorebook?.entries.length) return true;
    if (!fits || !lorebookByKeys) return fits;
    return (await inSlices(pinnedTokens(lorebook, true))) <= (window * LORE_SHARE) / 2;
  }

  /**
   * Renders the prompt prefix and stores it, with how much of what was sent before it leaves standing.
   *
   * @param lorebook whether the lorebook may stand in it, where there is room for it
   */
  async render(snapshot: UnrenderedSnapshot, lorebook: boolean): Promise<SessionSnapshot> {
    const [sheet, entries, folded, card, before, next, worded] = await Promise.all([
      this.sheets.of(snapshot),
      this.database.query<ChronicleEntryText[]>(
        `SELECT from_seq AS "fromSeq", to_seq AS "toSeq", from_at AS "fromAt", to_at AS "toAt", text
         FROM folds WHERE branch_id = $1 AND status = 'standing' ORDER BY from_seq`,
        [snapshot.branchId],
      ),
      this.messages.pinned(snapshot.branchId, { upTo: snapshot.foldedSeq }),
      this.model.card(),
      snapshot.prefix && this.text(snapshot.prefix.id),
      snapshot.foldedSeq > 0 ? this.messages.timeOfNext(snapshot.branchId, snapshot.foldedSeq) : null,
      snapshot.framePrompts === null ? [] : ownPrompts(this.database, snapshot.ownerId, snapshot.characterId),
    ]);
    const { language } = sheet;
    const dated = calendarOf(snapshot) !== null;
    const user = calledUser(snapshot.persona.name, language);
    // What was left to chance, to variables or to the clock is settled the same however often it is rendered.
    const now = { at: snapshot.createdAt, timeZone: snapshot.timeZone, language };
    const settlingIn = (variables: Map<string, string>) => {
      const room = macroRoom();
      return (text: string) =>
        settling(text, {
          char: calledName(snapshot.name, sheet),
          user,
          random: seeded(snapshot.id + text),
          room,
          variables,
          // A story with a time of its own knows of none here.
          ...(dated && { now }),
        });
    };
    const factor = await this.calibrations.factor(card.name);
    const { room } = budgetOf(card.window, snapshot.tokenBudget);
    const most = (room * PINNED_SHARE) / factor;
    const begins = !entries.some(tellsScene);
    const render = async (whole: boolean) => {
      const variables = new Map<string, string>();
      const text = await inSlices(
        renderSheet(
          { name: snapshot.name, sheet },
          { name: user, description: snapshot.persona.description },
          settlingIn(variables),
          whole,
          begins,
        ),
      );
      return { text, tokens: await inSlices(tokensOf(text)), variables };
    };
    let own = await render(lorebook);
    const stands = lorebook && (await this.lorebookFits(sheet, card.window / factor, own.tokens <= most));
    if (lorebook && !stands) own = await render(false);
    const settles = {
      author: settlingIn(own.variables),
      owner: (text: string) =>
        settling(text, { char: snapshot.name, user, random: seeded(snapshot.id + text) }),
    };
    const asked = (room * ASKED_SHARE) / factor - own.tokens;
    const source = await this.sourceText(snapshot, sheet, {
      asked,
      unasked: Math.min(asked, (card.window * SOURCE_SHARE) / factor),
    });
    const pins = pinsThatFit(folded, (room * PINS_SHARE) / factor);
    const length = frameLengthFor(card);
    const { text, chronicleAt, chronicleEnd } = joinPrefix({
      sheet: own.text,
      chronicle: renderChronicle(entries, language, calendarOf(snapshot), pins, next),
      source: 'text' in source ? source.text : '',
      frame: await inSlices(
        renderFrame(
          { name: snapshot.name, user },
          language,
          length,
          frameLayers(worded, sheet, settles),
          dated ? 'days' : 'none',
        ),
      ),
      rules: renderSettledRules(snapshot.rules, user, language),
    });
    const key = keyOf(snapshot, length);
    const kept =
      before !== null && snapshot.sentHash !== null && before !== text ? commonPrefix(before, text) : null;
    const sent =
      kept && kept.bytes < snapshot.sentBytes
        ? { sentBytes: kept.bytes, sentHash: kept.hash, movedBy: causeOf(snapshot.prefix!.key, key) }
        : { sentBytes: snapshot.sentBytes, sentHash: snapshot.sentHash, movedBy: snapshot.movedBy };
    const prefix = {
      key,
      tokens: await inSlices(tokensOf(text)),
      language,
      ...(await this.afterMessages(
        sheet,
        await inSlices(afterHistory(worded, sheet, settles)),
        settles.author,
      )),
      rules: snapshot.rules,
      pins: entries.length ? pins.map(({ seq }) => seq) : [],
      lorebook: stands,
      source: 'text' in source,
      sourceAbsence: 'absence' in source ? source.absence : null,
      upToSection: sheet.upTo?.section ?? snapshot.upToSection,
      dated,
    };
    const [{ id }] = await this.database.query<[{ id: string }]>(
      `WITH made AS (
         INSERT INTO prompt_prefixes (session_id, key, text, chronicle_at, tokens, language, after_history, rules, lorebook, source, pins,
           source_absence, up_to_section, chronicle_end, dated, depth_prompt)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $15, $16, $17, $18, $19, $20) RETURNING id
       ), changed AS (
         UPDATE sessions SET prompt_prefix_id = (SELECT id FROM made), sent_bytes = $11, sent_hash = $12, moved_by = $13,
           source_left = $14
         WHERE id = $1
       ) SELECT id FROM made`,
      [
        snapshot.id,
        key,
        text,
        chronicleAt,
        prefix.tokens,
        prefix.language,
        prefix.afterHistory,
        storableJson(prefix.rules),
        prefix.lorebook,
        prefix.source,
        sent.sentBytes,
        sent.sentHash,
        sent.movedBy,
        snapshot.sourceLeft,
        storableJson(prefix.pins),
        prefix.sourceAbsence,
        prefix.upToSection,
        chronicleEnd,
        dated,
        prefix.depthPrompt,
      ],
    );
    return { ...snapshot, ...sent, prefix: { id, ...prefix } };
  }
}
