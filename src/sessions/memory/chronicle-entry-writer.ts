import { Injectable, Logger } from '@nestjs/common';
import type { ZodType } from 'zod';
import {
  entryInstructions,
  entryMaterial,
  entrySchema,
  entryText,
  indexedEntrySchema,
  mergeMaterial,
  type Stretch,
  type WrittenEntry,
} from '../../context/chronicle/entry-prompts.js';
import {
  indexInstructions,
  indexSchema,
  LINE_TOKENS,
  mostLines,
} from '../../context/chronicle/index-words.js';
import { withoutScene } from '../../context/chronicle/chronicle.js';
import { extractEntry, mergeEntries, type PastMessage } from '../../context/chronicle/extractive-entry.js';
import { Problem } from '../../contracts/problem.js';
import {
  BackgroundCalls,
  type BackgroundWork,
  BudgetReached,
  type Expected,
} from '../../connections/spending/background-calls.js';
import type { BackgroundPurpose, ReachedLimit, WorkEstimate } from '../../contracts/spending.js';
import { calledUser } from '../../context/quoting/called-user.js';
import { PromptsService } from '../../prompts/prompts.service.js';
import { describe } from '../../http/problem.filter.js';
import { storable } from '../../text/encoding/storable.js';
import { inSlices } from '../../text/search/slices.js';
import { estimateTokens } from '../../text/search/tokens.js';
import type { NewEntry } from './chronicle.repository.js';
import { Indexing } from './indexing/indexing.js';
import { asSent } from '../prompt/scripts/sent-messages.js';
import { calendarOf, type SessionSnapshot } from '../story/session-snapshot.js';

/** Messages that are looked at in one go. */
const STRETCH = 1000;

/** An entry that is asked for. */
interface AskedEntry<Written> {
  asked: 'summarize' | 'summarize_merge';
  schema: ZodType<Written>;
  material: string;
  /** Of the entry, estimated, at most. */
  tokens: number;
  /** And so many lines for the index. */
  lines?: number;
}

/** Writes entries of the chronicle: by the model, or of the words themselves where there is none. */
@Injectable()
export class ChronicleEntryWriter {
  private readonly logger = new Logger(ChronicleEntryWriter.name);

  constructor(
    private readonly calls: BackgroundCalls,
    private readonly prompts: PromptsService,
    private readonly indexing: Indexing,
  ) {}

  /**
   * By the model; when it fails, of the words themselves. Where a budget is in the way, the entry is due.
   * @throws the signal's reason
   */
  async write(
    snapshot: SessionSnapshot,
    stretch: Stretch,
    tokens: number,
    signal: AbortSignal,
  ): Promise<NewEntry> {
    const asked = () => this.writeByModel(snapshot, stretch, tokens, 'fold', signal);
    const { value, isDue } = await this.unlessItFails(asked, signal);
    if (value) return value;
    const entry = await this.writeOfWords(snapshot, stretch.past, tokens);
    return isDue ? { ...entry, due: true } : entry;
  }

  /** By the model or not at all. @throws Problem model_needed, budget_reached, `model_…`; the signal's reason */
  async writeByModel(
    snapshot: SessionSnapshot,
    stretch: Stretch,
    tokens: number,
    purpose: BackgroundPurpose,
    signal: AbortSignal,
  ): Promise<NewEntry> {
    const { prefix } = snapshot;
    const calendar = calendarOf(snapshot);
    const [lead, past] = await Promise.all(
      [stretch.lead, stretch.past].map((said) => asSent(said, prefix.scripts)),
    );
    const material = entryMaterial({ ...stretch, lead: lead!, past: past! }, calendar, prefix.language);
    const lines = mostLines(past!.length, await this.window(snapshot));
    const task = { asked: 'summarize', schema: indexedEntrySchema, material, tokens, lines } as const;
    const written = await this.ask(snapshot, purpose, task, signal);
    await this.indexing.keep(snapshot, past!, written);
    return { ...spanOf(stretch.past), ...made(textOf(written, prefix.language), 'model'), indexed: true };
  }

  /** Has the model give words and facts of messages alone. @throws as `writeByModel` */
  async index(snapshot: SessionSnapshot, past: readonly PastMessage[], signal: AbortSignal): Promise<void> {
    const { name, persona, prefix } = snapshot;
    const { language } = prefix;
    const sent = await asSent(past, prefix.scripts);
    const lines = mostLines(sent.length, await this.window(snapshot));
    const { value } = await this.calls.fill(
      workOf(snapshot, 'import'),
      {
        name: 'message_index',
        instructions: indexInstructions({ name, user: calledUser(persona.name, language), lines }, language),
        material: entryMaterial({ before: '', lead: [], past: sent }, calendarOf(snapshot), language),
        schema: indexSchema,
        maxTokens: 2 * lines * LINE_TOKENS + 200,
        signal,
      },
      lines * LINE_TOKENS,
    );
    await this.indexing.keep(snapshot, sent, value);
  }

  /** Of the words themselves, which are looked through for facts, too. */
  async writeOfWords(
    snapshot: SessionSnapshot,
    past: readonly PastMessage[],
    tokens: number,
  ): Promise<NewEntry> {
    await this.indexing.byRule(snapshot, past);
    return this.extract(snapshot, past, tokens);
  }

  /** Of the words themselves and nothing else, in slices, so that others are served meanwhile. */
  async extract(snapshot: SessionSnapshot, past: readonly PastMessage[], tokens: number): Promise<NewEntry> {
    const { prefix } = snapshot;
    const calendar = calendarOf(snapshot);
    const texts: string[] = [];
    for (let at = 0; at < past.length; at += STRETCH) {
      const stretch = await asSent(past.slice(at, at + STRETCH), prefix.scripts);
      const share = (tokens * stretch.length) / past.length;
      texts.push(await inSlices(extractEntry(stretch, share, calendar, prefix.language)));
    }
    return { ...spanOf(past), ...made(texts.filter(Boolean).join('\n'), 'extract') };
  }

  /** Several entries as one, coarser. */
  async merge(
    snapshot: SessionSnapshot,
    entries: readonly NewEntry[],
    tokens: number,
    signal: AbortSignal,
  ): Promise<NewEntry> {
    const { prefix } = snapshot;
    const calendar = calendarOf(snapshot);
    const material = mergeMaterial(entries, calendar, prefix.language);
    const task = { asked: 'summarize_merge', schema: entrySchema, material, tokens } as const;
    const asked = async () => textOf(await this.ask(snapshot, 'fold', task, signal), prefix.language);
    const { value: text } = await this.unlessItFails(asked, signal);
    return text
      ? { ...wholeSpan(entries), ...made(withoutScene({ text }).text, 'model'), indexed: allIndexed(entries) }
      : this.mergeAtOnce(entries, tokens);
  }

  mergeAtOnce(entries: readonly NewEntry[], tokens: number): NewEntry {
    const texts = entries.map(({ text }) => text);
    const hasty = entries.every(({ madeBy }) => madeBy === 'extract');
    const merged = made(mergeEntries(texts, tokens), hasty ? 'extract' : 'model');
    return { ...wholeSpan(entries), ...merged, indexed: allIndexed(entries) };
  }

  /** Whether the model writes entries. */
  async hasModel(snapshot: SessionSnapshot): Promise<boolean> {
    return (await this.calls.card(snapshot)).isLanguageModel;
  }

  /** The limit that is in the way of what was refused; null: it is in the way no more. */
  reached({ work, expected }: BudgetReached): Promise<ReachedLimit | null> {
    return this.calls.reached(work, expected);
  }

  /** What some requests would take. @param tokens of the model */
  estimate(snapshot: SessionSnapshot, requests: number, tokens: Expected): Promise<WorkEstimate> {
    return this.calls.estimate(snapshot, requests, tokens);
  }

  /** The connection that writes entries, if any does. */
  connectionId(snapshot: SessionSnapshot): Promise<string | null> {
    return this.calls.connectionId(snapshot);
  }

  /** Whether long histories are written unasked: somebody has set how much that may take. */
  async mayImport(snapshot: SessionSnapshot): Promise<boolean> {
    return (await this.calls.budget(snapshot)).perImport !== undefined;
  }

  /** In tokens: what the model that writes entries can read. */
  async window(snapshot: SessionSnapshot): Promise<number> {
    return (await this.calls.card(snapshot)).window;
  }

  private async ask<Written extends WrittenEntry>(
    snapshot: SessionSnapshot,
    purpose: BackgroundPurpose,
    { asked, schema, material, tokens, lines = 0 }: AskedEntry<Written>,
    signal: AbortSignal,
  ): Promise<Written> {
    const { ownerId, characterId, name, persona } = snapshot;
    const { language } = snapshot.prefix;
    if (!(await this.hasModel(snapshot)))
      throw new Problem('model_needed', 'No language model is connected that could write the entry anew.');
    // What a model counts for a token is seldom a whole number; what servers are asked for must be.
    const length = Math.max(1, Math.floor(tokens)) + lines * LINE_TOKENS;
    const { value } = await this.calls.fill(
      workOf(snapshot, purpose),
      {
        name: 'chronicle_entry',
        instructions: entryInstructions(
          { name, user: calledUser(persona.name, language), tokens, lines },
          language,
          await this.prompts.summarize(ownerId, characterId, asked, language),
        ),
        material,
        schema,
        maxTokens: 2 * length + 200,
        signal,
      },
      length,
    );
    return value;
  }

  /** @returns no value where it fails; `isDue`: it is only a budget that is in the way */
  private async unlessItFails<T>(
    work: () => Promise<T>,
    signal: AbortSignal,
  ): Promise<{ value: T | null; isDue: boolean }> {
    try {
      return { value: await work(), isDue: false };
    } catch (error) {
      signal.throwIfAborted();
      const isDue = error instanceof BudgetReached;
      if (!isDue && !(error instanceof Problem && error.code === 'model_needed'))
        this.logger.warn(
          `The model wrote no entry of the chronicle; one was made of the words: ${describe(error)}`,
        );
      return { value: null, isDue };
    }
  }
}

/** What an entry says. @throws Problem model_empty */
function textOf(written: WrittenEntry, language: SessionSnapshot['prefix']['language']): string {
  const text = storable(entryText(written, language));
  if (text === '') throw new Problem('model_empty', 'The model found nothing to write down. Try again.');
  return text;
}

/** What the spending of a session's memory is written down as. */
export function workOf(
  { ownerId, connectionId, id }: SessionSnapshot,
  purpose: BackgroundPurpose,
): BackgroundWork {
  return { ownerId, connectionId, purpose, subjectId: id };
}

function spanOf(past: readonly PastMessage[]): Pick<NewEntry, 'fromSeq' | 'toSeq' | 'fromAt' | 'toAt'> {
  const [first, last] = [past[0]!, past[past.length - 1]!];
  return { fromSeq: first.seq, toSeq: last.seq, fromAt: first.at, toAt: last.at };
}

const allIndexed = (entries: readonly NewEntry[]) => entries.every(({ indexed }) => indexed);

function wholeSpan(entries: readonly NewEntry[]): ReturnType<typeof spanOf> {
  const [first, last] = [entries[0]!, entries[entries.length - 1]!];
  return { fromSeq: first.fromSeq, toSeq: last.toSeq, fromAt: first.fromAt, toAt: last.toAt };
}

export function made(text: string, madeBy: NewEntry['madeBy']): Pick<NewEntry, 'text' | 'tokens' | 'madeBy'> {
  return { text, tokens: estimateTokens(text), madeBy };
}
