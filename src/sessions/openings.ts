import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { macroRoom, seeded, settleMacros } from '../characters/macros.js';
import { calledName, type Sheet } from '../characters/sheet.js';
import { storedSheet } from '../characters/stored-sheets.js';
import { Config } from '../config/config.js';
import { budgetOf } from '../context/budget.js';
import { type Entry, renderChronicle } from '../context/chronicle.js';
import { type Lore, loreOf } from '../context/lorebook.js';
import { pinsThatFit } from '../context/pins.js';
import { PINNED_FORMAT, renderPinned } from '../context/pinned.js';
import { renderSources } from '../context/pinned-source.js';
import { asOf } from '../context/point.js';
import { commonPinnedBytes } from '../context/prefix.js';
import { renderSettledRules } from '../context/rules.js';
import { Model } from '../model/model.js';
import { SourceTexts } from '../sources/source-texts.js';
import { inSlices } from '../text/slices.js';
import { estimateTokens, tokensOf } from '../text/tokens.js';
import type { PrefixMoved } from '../wire.js';
import { Calibrations } from './calibrations.js';
import type { OpeningHead, SessionHead } from './session-head.js';
import { StaleHead } from './stale-head.js';
import { Story } from './story.service.js';
import { storableJson } from '../text/clean.js';

/** A head whose opening is not rendered yet, or no longer right. */
export type HeadBefore = Omit<SessionHead, 'opening'> & { opening: OpeningHead | null };

/** Of the memory that there is, what entries for tails may take that are kept. */
const KEPT_SHARE = 1 / 16;

/** Of all that may be sent, what the pinned part may take for its lorebook to stand in it whole. */
const PINNED_SHARE = 0.5;
/** And what pinned messages may take beside the chronicle. */
const PINS_SHARE = 0.1;
/** Of the window, what the source may take to be sent without being asked for; of all that may be sent, with it. */
const SOURCE_SHARE = 0.5;
const ASKED_SHARE = 0.8;

/** What an opening is rendered from; a colon stands between what moves the prefix for different causes. */
export function openingKey(head: HeadBefore): string {
  const { characterId, name, persona, timeZone, upToSection } = head;
  const hash = (facts: unknown) =>
    createHash('sha256').update(JSON.stringify(facts)).digest('hex').slice(0, 24);
  const rest = hash([characterId, name, timeZone, PINNED_FORMAT, upToSection]);
  const source = head.sourceLeft ? 'left' : String(head.pinSource ?? 'auto');
  return [head.sheetVersion, head.branchId, head.chronicle, rest, source, hash(persona)].join(':');
}

function causeOf(before: string, now: string): PrefixMoved {
  const [was, is] = [before.split(':'), now.split(':')];
  if (was[0] !== is[0]) return 'sheet';
  if (was[1] !== is[1]) return 'branch';
  if (was[2] !== is[2]) return 'fold';
  if (was[3] === is[3] && was[4] !== is[4]) return 'source';
  return was[3] === is[3] && was[5] !== is[5] ? 'persona' : 'edit';
}

/** What requests begin with, rendered and kept: the pinned part with the rules that have settled, and the chronicle. */
@Injectable()
export class Openings {
  /** The one used last at the end. */
  private readonly kept = new Map<string, Lore>();
  private keptBytes = 0;

  constructor(
    @InjectDataSource() private readonly database: DataSource,
    private readonly model: Model,
    private readonly calibrations: Calibrations,
    private readonly sources: SourceTexts,
    private readonly story: Story,
    private readonly config: Config,
  ) {}

  /** @throws StaleHead when a deletion has taken the opening with it */
  async text(openingId: string): Promise<string> {
    const [row] = await this.database.query<{ text: string }[]>('SELECT text FROM openings WHERE id = $1', [
      openingId,
    ]);
    if (!row) throw new StaleHead();
    return row.text;
  }

  /** The entries of the head's sheet that do not stand in its opening. Sheets never change, so they are kept. */
  async lore(head: SessionHead): Promise<Lore> {
    const key = [head.characterId, head.sheetVersion, head.upToSection, head.opening.lorebook].join(':');
    const kept = this.kept.get(key);
    if (kept) {
      this.kept.delete(key);
      this.kept.set(key, kept);
      return kept;
    }
    const sheet = await this.sheet(head);
    const lore = await inSlices(loreOf(sheet.lorebook, sheet.nickname ?? '', head.opening.lorebook));
    this.keep(key, lore);
    return lore;
  }

  private keep(key: string, lore: Lore): void {
    const most = this.config.memory * KEPT_SHARE;
    if (lore.bytes > most || this.kept.has(key)) return;
    this.kept.set(key, lore);
    this.keptBytes += lore.bytes;
    for (const [oldest, { bytes }] of this.kept) {
      if (this.keptBytes <= most) break;
      this.kept.delete(oldest);
      this.keptBytes -= bytes;
    }
  }

  /** Renders an opening anew without its lorebook. @returns whether there was one in it */
  async withoutLorebook(head: SessionHead): Promise<boolean> {
    if (!head.opening.lorebook || !(await this.sheet(head)).lorebook?.entries.length) return false;
    await this.renew(head, false);
    return true;
  }

  /**
   * Renders an opening anew without the source's text, which then stays away.
   *
   * @param turnId the turn that asks, when it runs already
   * @returns `busy`: another turn runs, which is sent with it; `nothing`: it did not stand in it
   */
  async withoutSource(head: SessionHead, turnId: string | null): Promise<'changed' | 'busy' | 'nothing'> {
    if (!head.opening.source) return 'nothing';
    const [{ busy }] = await this.database.query<[{ busy: boolean }]>(
      `SELECT EXISTS (SELECT FROM turns WHERE session_id = $1 AND status = 'running' AND id IS DISTINCT FROM $2) AS busy`,
      [head.id, turnId],
    );
    if (busy) return 'busy';
    await this.renew({ ...head, sourceLeft: true }, head.opening.lorebook);
    return 'changed';
  }

  /** The sheet that a head stands on, as of its point in the story. */
  private async sheet({ characterId, sheetVersion, upToSection }: HeadBefore): Promise<Sheet> {
    const [sheet, point] = await Promise.all([
      storedSheet(this.database, characterId, sheetVersion),
      upToSection && this.sources.pointIfAny(characterId, upToSection),
    ]);
    return point ? asOf(sheet, point) : sheet;
  }

  /** The text of the sources where it is to be sent; empty where it is not, or would take too much. */
  private async sourceText(
    head: HeadBefore,
    sheet: Sheet,
    most: { asked: number; unasked: number },
  ): Promise<string> {
    // What has left does not come back by itself, nor does it come where messages were folded.
    const wanted = head.pinSource ?? (head.foldedSeq === 0 ? null : false);
    if (wanted === false || head.sourceLeft) return '';
    const sources = await this.sources.of(head.characterId, sheet.upTo?.section ?? null);
    const text = renderSources(sources, sheet.language);
    return estimateTokens(text) <= (wanted ? most.asked : most.unasked) ? text : '';
  }

  /**
   * Renders the opening and stores it, with how much of what was sent before it leaves standing.
   *
   * @param lorebook whether the lorebook may stand in it, where there is room for it
   */
  async renew(head: HeadBefore, lorebook: boolean): Promise<SessionHead> {
    const [sheet, entries, folded, card, before] = await Promise.all([
      this.sheet(head),
      this.database.query<Entry[]>(
        `SELECT from_seq AS "fromSeq", to_seq AS "toSeq", from_at AS "fromAt", to_at AS "toAt", text
         FROM folds WHERE branch_id = $1 AND status = 'standing' ORDER BY from_seq`,
        [head.branchId],
      ),
      this.story.pinned(head.branchId, { upTo: head.foldedSeq }),
      this.model.card(),
      head.opening && this.text(head.opening.id),
    ]);
    const settling =
      (room = macroRoom()) =>
      (text: string) =>
        settleMacros(text, {
          char: calledName(head.name, sheet),
          user: head.persona.name,
          random: seeded(head.id + text),
          room,
        });
    const factor = await this.calibrations.factor(card.name);
    const { room } = budgetOf(card.window, head.tokenBudget);
    const most = (room * PINNED_SHARE) / factor;
    const render = async (whole: boolean) => {
      const text = await inSlices(renderPinned({ name: head.name, sheet }, head.persona, settling(), whole));
      return { text, tokens: await inSlices(tokensOf(text)) };
    };
    let own = await render(lorebook);
    const stands = lorebook && (!sheet.lorebook?.entries.length || own.tokens <= most);
    if (lorebook && !stands) own = await render(false);
    const asked = (room * ASKED_SHARE) / factor - own.tokens;
    const source = await this.sourceText(head, sheet, {
      asked,
      unasked: Math.min(asked, (card.window * SOURCE_SHARE) / factor),
    });
    const pinned = [own.text, source, renderSettledRules(head.rules, sheet.language)]
      .filter(Boolean)
      .join('\n\n');
    const pins = pinsThatFit(folded, (room * PINS_SHARE) / factor);
    const chronicle = renderChronicle(entries, sheet.language, head.timeZone, pins);
    const text = chronicle ? `${pinned}\n\n${chronicle}` : pinned;
    const key = openingKey(head);
    if (before !== null && head.sentHash !== null && before !== text) {
      const kept = commonPinnedBytes(before, text);
      if (kept.bytes < head.sentBytes) {
        head.sentBytes = kept.bytes;
        head.sentHash = kept.hash;
        head.movedBy = causeOf(head.opening!.key, key);
      }
    }
    const opening = {
      key,
      tokens: await inSlices(tokensOf(text)),
      language: sheet.language,
      afterHistory: settling()(sheet.afterHistory),
      rules: head.rules,
      pins: chronicle ? pins.map(({ seq }) => seq) : [],
      lorebook: stands,
      source: source !== '',
    };
    const [{ id }] = await this.database.query<[{ id: string }]>(
      `WITH made AS (
         INSERT INTO openings (session_id, key, text, chronicle_at, tokens, language, after_history, rules, lorebook, source, pins)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $15) RETURNING id
       ), changed AS (
         UPDATE sessions SET opening_id = (SELECT id FROM made), sent_bytes = $11, sent_hash = $12, moved_by = $13,
           source_left = $14
         WHERE id = $1
       ) SELECT id FROM made`,
      [
        head.id,
        key,
        text,
        chronicle ? pinned.length + 2 : text.length,
        opening.tokens,
        opening.language,
        opening.afterHistory,
        storableJson(opening.rules),
        opening.lorebook,
        opening.source,
        head.sentBytes,
        head.sentHash,
        head.movedBy,
        head.sourceLeft,
        storableJson(opening.pins),
      ],
    );
    return { ...head, opening: { id, ...opening } };
  }
}
