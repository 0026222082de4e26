import { Injectable } from '@nestjs/common';
import { tongueOf } from '../../text/search/language.js';
import type { Reading } from '../../text/speakers/reading.js';
import type { CastMember } from '../../contracts/ingest.js';
import { castOf } from '../cast/cast.js';
import { CharacterMaker } from './character-maker.js';
import { DoubtfulFiles } from './doubtful-files.js';
import { flagsOf } from '../cast/flags.js';
import { Intake } from './intake.js';
import type { Ingest } from '../jobs/ingest.entity.js';
import { IngestStore } from '../jobs/ingest-store.js';
import { hasChosen, LinkedPages } from './linked-pages.js';
import { Readings } from './readings.js';

/** The steps of a job, from wherever it stands to its end or to a person's choice. */
@Injectable()
export class IngestSteps {
  constructor(
    private readonly store: IngestStore,
    private readonly intake: Intake,
    private readonly doubtful: DoubtfulFiles,
    private readonly pages: LinkedPages,
    private readonly readings: Readings,
    private readonly maker: CharacterMaker,
  ) {}

  /** @throws whatever ends the job */
  async run(ingest: Ingest, signal: AbortSignal): Promise<void> {
    if (ingest.step === 'fetch' || ingest.step === 'decode') {
      if (ingest.doubts.length && !hasChosen(ingest)) await this.doubtful.readAgain(ingest, signal);
      else if (!hasChosen(ingest)) await this.intake.takeIn(ingest, signal);
      if (hasChosen(ingest)) await this.pages.follow(ingest, signal);
    }
    const readings = await this.readings.of(ingest, signal);
    if (ingest.step === 'read') {
      const found = castOf(readings);
      const flags = flagsOf(readings, ingest.flags);
      await this.readings.keepOut(readings, flags);
      await this.store.advance(ingest, {
        ...found,
        flags,
        step: ingest.wanted ? 'write' : 'choose',
        progress: 0.5,
      });
      if (!ingest.wanted) {
        const error = noteOf(ingest, found.cast, readings);
        await this.store.advance(ingest, { status: 'needs_choice', message: '', error });
        return;
      }
    }
    const chosen = ingest.choice?.names ?? [];
    const wanted = nameIn(castOf(readings).cast, ingest.wanted ?? '');
    await this.maker.make(ingest, chosen.length ? chosen : [wanted], readings, signal);
  }
}

/** Whom of the cast a name means, or the name itself. */
function nameIn(cast: readonly CastMember[], wanted: string): string {
  const member = cast.find(({ name, aliases }) =>
    [name, ...aliases].some((one) => one.toLowerCase() === wanted.toLowerCase()),
  );
  return member?.name ?? wanted;
}

/** He and she, and whoever speaks. */
const PERSONAL = /\b(?:[Hh]e|[Ss]he|[Hh]i[sm]|[Hh]ers?|[Ww]hom?|I|[Mm]y|Mrs?|Miss)\b|[他她我谁]/u;

/** Whether a text holds names, and nobody who says anything or is a person: a page about an algorithm. */
function tellsOfNobody({ text, quotations, isProfile, about, language }: Reading): boolean {
  const isKnown = language === 'zh' || tongueOf(text) === 'en';
  return isKnown && !isProfile && about === undefined && !quotations.length && !PERSONAL.test(text);
}

/** What a person should know before they choose: that nobody was found, or that a page is about no person. */
function noteOf(
  { doubts }: Ingest,
  cast: readonly CastMember[],
  readings: readonly Reading[],
): Ingest['error'] {
  const topics = readings.flatMap(({ topic }) => topic ?? []);
  if (topics.length === readings.length) {
    const message = `“${topics.join('”, “')}” tells of no person. Name somebody to have it as what they are made of.`;
    return { code: 'about_nobody', message };
  }
  // of a text in the wrong encoding nobody can be read
  if (doubts.length || (cast.length && !readings.every(tellsOfNobody))) return null;
  return {
    code: 'nobody_found',
    message:
      'Nobody was found who speaks or acts in this text. Name anybody: what the text says is what they are made of.',
  };
}
