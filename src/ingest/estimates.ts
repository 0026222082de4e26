import { Injectable } from '@nestjs/common';
import { ConnectedModels } from '../connections/connected-models.js';
import { SourcesService } from '../sources/sources.service.js';
import type { WritingEstimate } from '../contracts/ingest.js';
import type { IngestChoice } from './jobs/ingest.entity.js';
import { IngestChoices } from './ingest-choices.js';
import { priceOf, type PaidQuestion } from '../sheets/paid-answers.js';
import { mergedCast } from './cast/cast.js';
import { allNames } from './cast/all-names.js';
import { roomOf } from '../sheets/source-parts.js';
import { SheetWriter } from '../sheets/sheet-writer.js';
import { withoutSpans } from '../text/instructions/kept-out.js';
import type { Text } from '../text/speakers/reading.js';
import { sourcesUpTo } from './cast/sources-up-to.js';
import { PromptsService } from '../prompts/prompts.service.js';
import { languageOf, mergeQuestion, partQuestion, wholeQuestion } from '../sheets/writing-questions.js';

/** Words that stand for notes, and for each part's claims, which are not there yet. */
const NOTES = 'word '.repeat(100);
const FOUND = 'word '.repeat(500);

/** What writing will take, before it begins. */
@Injectable()
export class Estimates {
  constructor(
    private readonly choices: IngestChoices,
    private readonly sources: SourcesService,
    private readonly models: ConnectedModels,
    private readonly writer: SheetWriter,
    private readonly prompts: PromptsService,
  ) {}

  /**
   * What making these of the cast would take; nothing is asked of the model.
   * @throws Problem not_found, bad_request
   */
  async of(ownerId: string, ingestId: string, choice: IngestChoice): Promise<WritingEstimate> {
    const ingest = await this.choices.chosen(ownerId, ingestId, choice);
    const { cast } = mergedCast(ingest, ingest.merges);
    const estimate: WritingEstimate = { tokens: { in: 0, out: 0 }, requests: 0, parts: 0, paidParts: 0 };
    const { model, price } = await this.models.background({ ownerId, connectionId: null });
    const card = await model.card();
    if (!card.isLanguageModel) return estimate;
    const sources = sourcesUpTo(await this.sources.ofIngest(ingestId), choice.upToSection);
    const room = roomOf(card.window);
    const signal = new AbortController().signal;
    const readings = sources.map(({ id, text, keptOut, ...source }): Text => ({
      ...source,
      sourceId: id,
      text: withoutSpans(text, keptOut),
    }));
    const prompts = await this.prompts.sheet(ownerId, ingest.characterId, languageOf({ readings }));
    const charge = async (question: PaidQuestion<unknown>) => {
      const tokens = await priceOf(question);
      estimate.tokens.in += Math.round(tokens.in);
      estimate.tokens.out += tokens.out;
      estimate.requests++;
    };
    for (const name of choice.names) {
      const names = allNames(name, cast);
      const { parts, isNamed } = await this.writer.plan(names, readings, room, signal);
      const writing = { name, names, readings, isNamed, prompts };
      const questions: PaidQuestion<unknown>[] =
        parts.length === 1
          ? [wholeQuestion(writing, parts[0]!, room.answer)]
          : parts.map((part) => partQuestion(writing, part, NOTES, room.answer));
      const paid = await this.writer.answered(ownerId, questions);
      estimate.parts += parts.length;
      estimate.paidParts += paid.filter(Boolean).length;
      for (const question of questions.filter((_, n) => !paid[n])) await charge(question);
      if (parts.length > 1 && !paid.every(Boolean))
        await charge({ ...mergeQuestion(writing, [], room.answer), material: FOUND.repeat(parts.length) });
    }
    const { in: read, out } = estimate.tokens;
    return price ? { ...estimate, cost: (read * price.input + out * price.output) / 1e6 } : estimate;
  }
}
