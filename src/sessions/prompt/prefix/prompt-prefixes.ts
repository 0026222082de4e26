import { isDeepStrictEqual } from 'node:util';
import { Injectable } from '@nestjs/common';
import { macroRoom, seeded, settling } from '../../../text/macros.js';
import { calledName } from '../../../contracts/called-name.js';
import type { Sheet } from '../../../contracts/sheet.js';
import { budgetOf, LORE_SHARE } from '../../../context/request/budget.js';
import { calledUser } from '../../../context/quoting/called-user.js';
import { renderChronicle, tellsScene } from '../../../context/chronicle/chronicle.js';
import { renderFacts } from '../../../context/facts/render-facts.js';
import { pinnedTokens } from '../../../context/lorebook/pinned-entries.js';
import { pinsThatFit } from '../../../context/parts/pins.js';
import { frameLengthFor, renderFrame } from '../../../context/parts/frame.js';
import { afterHistory, frameLayers } from '../../../prompts/prompt-layers.js';
import { joinPrefix } from '../../../context/parts/prompt-prefix.js';
import { renderSheet } from '../../../context/parts/sheet.js';
import { commonPrefix } from '../../../context/request/common-prefix.js';
import { renderSettledRules } from '../../../context/parts/rules.js';
import { ConnectedModels } from '../../../connections/connected-models.js';
import { SourceTexts } from '../../../sources/source-texts.js';
import { inSlices } from '../../../text/search/slices.js';
import { tokensOf } from '../../../text/search/tokens.js';
import { Calibrations } from '../calibrations.js';
import { calendarOf, type SessionSnapshot, type UnrenderedSnapshot } from '../../story/session-snapshot.js';
import { afterMessages } from './after-messages.js';
import { causeOf, keyOf } from './prefix-key.js';
import { PromptMessagesRepository } from '../prompt-messages.repository.js';
import { asSent } from '../scripts/sent-messages.js';
import { sessionScripts, withScriptedLore } from '../scripts/session-scripts.js';
import { PromptPrefixesRepository } from './prompt-prefixes.repository.js';
import { SessionSheets } from '../session-sheets.js';
import { sourceText } from './source-in-prefix.js';

/** Of all that may be sent, what the system prompt may take for its lorebook to stand in it whole. */
const PINNED_SHARE = 0.5;
/** And what pinned messages, and what holds, may take beside the chronicle. */
const PINS_SHARE = 0.1;
const FACTS_SHARE = 0.03;
/** Of the window, what the source may take to be sent without being asked for; of all that may be sent, with it. */
const SOURCE_SHARE = 0.5;
const ASKED_SHARE = 0.8;

/** What requests begin with, rendered and kept: the system prompt with the rules that have settled, and the chronicle. */
@Injectable()
export class PromptPrefixes {
  constructor(
    private readonly stored: PromptPrefixesRepository,
    private readonly models: ConnectedModels,
    private readonly calibrations: Calibrations,
    private readonly sources: SourceTexts,
    private readonly messages: PromptMessagesRepository,
    private readonly sheets: SessionSheets,
  ) {}

  /** What the prompt prefix of a session is rendered from; another when it has to be rendered anew. */
  async key(snapshot: UnrenderedSnapshot): Promise<string> {
    const { model } = await this.models.talking(snapshot);
    return keyOf(snapshot, frameLengthFor(await model.card()));
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
    if (await this.stored.hasOtherTurn(snapshot.id, turnId)) return 'busy';
    await this.render({ ...snapshot, sourceLeft: true }, snapshot.prefix.lorebook);
    return 'changed';
  }

  /** Whether constant entries may stand in the prefix: half of what lore may take is left for those that keys activate. */
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
    const [read, entries, folded, card, before, next, worded, facts] = await Promise.all([
      this.sheets.of(snapshot),
      this.stored.chronicle(snapshot.branchId),
      this.messages.pinned(snapshot.branchId, { upTo: snapshot.foldedSeq }),
      this.models.talking(snapshot).then(({ model }) => model.card()),
      snapshot.prefix && this.stored.text(snapshot.prefix.id),
      snapshot.foldedSeq > 0 ? this.messages.timeOfNext(snapshot.branchId, snapshot.foldedSeq) : null,
      snapshot.framePrompts === null ? [] : this.stored.ownPrompts(snapshot),
      snapshot.foldedSeq > 0 ? this.stored.facts(snapshot) : [],
    ]);
    const scripts = sessionScripts(snapshot, read).filter(({ shown, sent }) => sent || !shown);
    const sheet = await inSlices(withScriptedLore(read, scripts));
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
    const { room } = budgetOf(card.window, snapshot.tokenBudget, card.mostReply);
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
    const source = await sourceText(this.sources, snapshot, sheet, {
      asked,
      unasked: Math.min(asked, (card.window * SOURCE_SHARE) / factor),
    });
    const pins = pinsThatFit(await asSent(folded, scripts), (room * PINS_SHARE) / factor);
    const length = frameLengthFor(card);
    const joined = joinPrefix({
      sheet: own.text,
      chronicle: renderChronicle(
        entries,
        language,
        calendarOf(snapshot),
        pins,
        next,
        renderFacts(
          facts,
          { name: snapshot.name, user },
          language,
          calendarOf(snapshot),
          (room * FACTS_SHARE) / factor,
        ),
      ),
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
    const { text } = joined;
    const key = keyOf(snapshot, length);
    const kept =
      before !== null &&
      snapshot.sentHash !== null &&
      (before !== text || !isDeepStrictEqual(scripts, snapshot.prefix?.scripts))
        ? commonPrefix(before, text)
        : null;
    const sent =
      kept && kept.bytes < snapshot.sentBytes
        ? { sentBytes: kept.bytes, sentHash: kept.hash, movedBy: causeOf(snapshot.prefix!.key, key) }
        : { sentBytes: snapshot.sentBytes, sentHash: snapshot.sentHash, movedBy: snapshot.movedBy };
    const prefix = {
      key,
      tokens: await inSlices(tokensOf(text)),
      language,
      ...(await afterMessages(sheet, await inSlices(afterHistory(worded, sheet, settles)), settles.author)),
      rules: snapshot.rules.map(({ id, text }) => ({ id, text })),
      pins: entries.length ? pins.map(({ seq }) => seq) : [],
      lorebook: stands,
      source: 'text' in source,
      sourceAbsence: 'absence' in source ? source.absence : null,
      upToSection: sheet.upTo?.section ?? snapshot.upToSection,
      dated,
      scripts,
    };
    const id = await this.stored.store(snapshot, { ...prefix, ...joined }, sent);
    return { ...snapshot, ...sent, prefix: { id, ...prefix } };
  }
}
