import { Injectable } from '@nestjs/common';
import { CLAIM_PARTS } from '../contracts/claim-parts.js';
import { type Sheet, sheetSchema } from '../contracts/sheet.js';
import { CutOffAnswer } from '../model/openai/filling/fill.js';
import type { ModelCard } from '../contracts/about.js';
import { ConnectedModels } from '../connections/connected-models.js';
import { Problem } from '../contracts/problem.js';
import { isInstruction } from '../text/instructions/instructions.js';
import { estimateTokens } from '../text/search/tokens.js';
import type { Text } from '../text/speakers/reading.js';
import { truncate } from '../text/encoding/truncate.js';
import { relate, type Relation } from './sheet-additions.js';
import { DESCRIBED_SHEET, EXTRACTIVE_SHEET, SOURCE_PARTS, CLAIM_VERIFICATION } from './in-children.js';
import { listed, mergedClaims } from './merged-claims.js';
import { OwnWords } from './own-words.js';
import { PaidAnswers, type PaidQuestion, type Spending } from './paid-answers.js';
import { halves, type SourcePart, roomOf } from './source-parts.js';
import { Children } from '../children/children.js';
import { partsOf, type LocatedClaim } from './claim-verification.js';
import { comparedSchema, type WrittenExample, type WrittenClaim } from './answer-schemas.js';
import { ANSWERS, languageOf, mergeQuestion, partQuestion, wholeQuestion } from './writing-questions.js';
import type { WritingTask } from './writing-task.js';
import { WRITING } from './writing-words.js';

/** In characters, of notes that a model carries from part to part. */
const LONGEST_NOTES = 2000;

/** Writes a sheet: by the model where there is one, else from the text alone. */
@Injectable()
export class SheetWriter {
  constructor(
    private readonly models: ConnectedModels,
    private readonly children: Children,
    private readonly answers: PaidAnswers,
    private readonly ownWords: OwnWords,
  ) {}

  /**
   * A sheet with at least one claim that rests on the text.
   * @throws Problem nothing_to_tell; budget_reached, what the model throws
   */
  async write(writing: WritingTask): Promise<Sheet> {
    const card = await this.card(writing.spending.ownerId);
    const written = card.isLanguageModel ? await this.byModel(writing, card.window) : null;
    if (written && restsOnText(written)) return written;
    if (!written) await writing.tell(writing.name, 0);
    const sheet = await this.ofTextAlone(writing);
    if (!restsOnText(sheet)) throw nothingToTell(writing.name);
    if (!written) return { ...sheet, withoutModel: true };
    const { scenario, greetings } = written;
    return { ...sheet, scenario, ...(greetings.length && { greetings }) };
  }

  /** The parts of the texts that are read one by one, and whether the character is named in them. */
  plan(
    names: readonly string[],
    readings: readonly Text[],
    room: ReturnType<typeof roomOf>,
    signal: AbortSignal,
  ) {
    return this.children.call(SOURCE_PARTS, 'planParts', [names, readings, room], signal);
  }

  /** Which of some questions are paid for already. */
  answered(ownerId: string, questions: readonly PaidQuestion<unknown>[]): Promise<boolean[]> {
    return this.answers.answered(ownerId, questions);
  }

  /** What the text says of them; where it does not name them, or says nothing, the text itself is their description. */
  private async ofTextAlone({ name, names, readings, more, signal }: WritingTask): Promise<Sheet> {
    const sheet = await this.children.call(
      EXTRACTIVE_SHEET,
      'extractSheet',
      [name, readings, names, more],
      signal,
    );
    if (restsOnText(sheet)) return sheet;
    const { identity } = await this.children.call(DESCRIBED_SHEET, 'describeSheet', [readings], signal);
    return { ...sheet, identity };
  }

  private async byModel(writing: WritingTask, window: number): Promise<Sheet> {
    const { name, names, readings, signal } = writing;
    const room = roomOf(window);
    const { parts, isNamed } = await this.plan(names, readings, room, signal);
    const gathered = await this.gather({ ...writing, isNamed }, parts, room.answer);
    const placed = await this.children.call(
      CLAIM_VERIFICATION,
      'verify',
      [gathered.claims, readings],
      signal,
    );
    const found = placed.filter(({ claim }) => claim.citations.length);
    const lost = placed.filter(({ claim }) => !claim.citations.length);
    let scene = gathered.scene;
    let claims = found;
    if (!scene && !found.length) scene = { scenario: '', greeting: '' };
    if (!scene) {
      await writing.tell(name, 1);
      const merged = await this.merge(writing, found, room);
      ({ scene } = merged);
      claims = merged.placed;
    }
    const own = await this.ownWords.of(writing, claims, scene, room.answer);
    return sheetSchema.parse({
      language: languageOf(writing),
      ...partsOf([...own.placed, ...lost]),
      scenario: own.scene.scenario,
      greetings: own.scene.greeting ? [own.scene.greeting] : [],
    });
  }

  /**
   * How what was found stands to a sheet: told by the words alone, and, of the rest, by the model where there is one.
   *
   * @returns a function of the sheet, which may have been changed since
   */
  async compare(
    name: string,
    sheet: Sheet,
    added: readonly LocatedClaim[],
    spending: Spending,
    signal: AbortSignal,
  ): Promise<(sheet: Sheet) => Relation[]> {
    const relations = relate(sheet, added);
    const rest = [...added.keys()].filter((n) => !relations.some((relation) => relation.added === n));
    const known = CLAIM_PARTS.flatMap((part) => sheet[part].map((claim) => ({ part, claim })));
    const card = await this.card(spending.ownerId);
    const more: Relation[] = [];
    if (card.isLanguageModel && rest.length && known.length) {
      const words = WRITING[sheet.language];
      const fresh = rest.map((n) => added[n]!);
      const material = `${words.known}:
${listed(known, 'k')}

${words.found}:
${listed(fresh, 'n')}`;
      const question = {
        instructions: words.compare(name),
        material,
        schema: comparedSchema,
        name: 'compared_claims',
        maxTokens: roomOf(card.window).answer,
        answers: ANSWERS.pair * fresh.length,
        signal,
      };
      const { pairs } = await this.answers.ask(question, spending);
      for (const pair of pairs) {
        const n = rest[Number(/^\D*(\d+)$/.exec(pair.new)?.[1]) - 1];
        const one = known[Number(/^\D*(\d+)$/.exec(pair.known)?.[1]) - 1];
        if (n !== undefined && one) more.push({ added: n, known: one.claim.id, how: pair.how });
      }
    }
    // The words alone are looked at again, since they cost nothing.
    return (now) => [...relate(now, added), ...more];
  }

  private async card(ownerId: string): Promise<ModelCard> {
    const { model } = await this.models.background({ ownerId, connectionId: null });
    return model.card();
  }

  /** Lets go of answers that nobody has asked for in a long time. */
  tidy(): Promise<void> {
    return this.answers.shed();
  }

  /** Asks for all parts in order, notes carried on; a part whose answer does not fit is asked for in halves. */
  private async gather(
    writing: WritingTask & { isNamed: boolean },
    parts: readonly SourcePart[],
    answer: number,
  ): Promise<{ claims: WrittenClaim[]; scene: WrittenExample | null }> {
    const { name, spending, signal } = writing;
    let queue = [...parts];
    if (queue.length === 1) {
      await writing.tell(name, 0);
      try {
        const { claims, ...scene } = await this.answers.ask(
          { ...wholeQuestion(writing, queue[0]!, answer), signal },
          spending,
        );
        return { claims, scene };
      } catch (error) {
        queue = lessOf(queue[0]!, error);
      }
    }
    const claims: WrittenClaim[] = [];
    let notes = '';
    for (let done = 0; queue.length;) {
      const part = queue.shift()!;
      const total = done + 1 + queue.length;
      await writing.tell(`${name}: ${done + 1} / ${total}`, done / total);
      try {
        const question = { ...partQuestion(writing, part, notes, answer), signal };
        const written = await this.answers.ask(question, spending);
        claims.push(...written.claims);
        // What the model took over from a part goes on to no other.
        notes = isInstruction(written.notes) ? '' : truncate(written.notes, LONGEST_NOTES);
        done++;
      } catch (error) {
        queue.unshift(...lessOf(part, error));
      }
    }
    return { claims, scene: null };
  }

  /** Brings claims together in one request, or, where they are too many for one, in several and again. */
  private async merge(
    writing: WritingTask,
    found: readonly LocatedClaim[],
    room: { whole: number; answer: number },
  ): Promise<{ placed: LocatedClaim[]; scene: WrittenExample }> {
    const tokens = estimateTokens(listed(found));
    const batches = Math.max(1, Math.ceil(tokens / room.whole));
    if (batches === 1) {
      try {
        return await this.mergeOnce(writing, found, room.answer);
      } catch (error) {
        if (!isTooMuch(error) || found.length < 8) throw error;
      }
    }
    const size = Math.ceil(found.length / Math.max(2, batches));
    const all: LocatedClaim[] = [];
    let scene: WrittenExample = { scenario: '', greeting: '' };
    for (let at = 0; at < found.length; at += size) {
      const merged = await this.merge(writing, found.slice(at, at + size), room);
      all.push(...merged.placed);
      ({ scene } = merged);
    }
    // What hardly got less is as short as it will be.
    return all.length < 0.8 * found.length ? this.merge(writing, all, room) : { placed: all, scene };
  }

  private async mergeOnce(
    writing: WritingTask,
    found: readonly LocatedClaim[],
    answer: number,
  ): Promise<{ placed: LocatedClaim[]; scene: WrittenExample }> {
    const question = { ...mergeQuestion(writing, found, answer), signal: writing.signal };
    const { claims, ...scene } = await this.answers.ask(question, writing.spending);
    return { placed: mergedClaims(claims, found), scene };
  }
}

/** Whether a claim of it stands in the text. */
function restsOnText(sheet: Sheet): boolean {
  return CLAIM_PARTS.some((part) => sheet[part].some(({ citations }) => citations.length > 0));
}

function nothingToTell(name: string): Problem {
  return new Problem(
    'nothing_to_tell',
    `Nothing in this text can stand on a sheet of “${name}”: what there is was kept out, or says nothing. Let passages in, or add another text.`,
  );
}

/** The halves of a part that was too much at once. @throws the error where it was another, or nothing is less */
function lessOf(part: SourcePart, error: unknown): SourcePart[] {
  const less = isTooMuch(error) ? halves(part) : [];
  if (!less.length) throw error;
  return less;
}

function isTooMuch(error: unknown): boolean {
  return (
    error instanceof CutOffAnswer || (error instanceof Problem && error.code === 'model_context_too_long')
  );
}
