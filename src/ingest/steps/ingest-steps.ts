import { Injectable } from '@nestjs/common';
import { Problem } from '../../contracts/problem.js';
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
    private readonly handedIn: Intake,
    private readonly doubtful: DoubtfulFiles,
    private readonly pages: LinkedPages,
    private readonly readings: Readings,
    private readonly maker: CharacterMaker,
  ) {}

  /** @throws whatever ends the job */
  async run(ingest: Ingest, signal: AbortSignal): Promise<void> {
    if (ingest.step === 'fetch' || ingest.step === 'decode') {
      if (ingest.doubts.length && !hasChosen(ingest)) await this.doubtful.readAgain(ingest, signal);
      else if (!hasChosen(ingest)) await this.handedIn.takeIn(ingest, signal);
      if (hasChosen(ingest)) await this.pages.follow(ingest, signal);
    }
    const readings = await this.readings.of(ingest, signal);
    const wanted = () => wantedIn(ingest.wanted ?? '', castOf(readings).cast, readings);
    if (ingest.step === 'read') {
      const found = castOf(readings);
      if (ingest.wanted) wanted();
      // of a text in the wrong encoding nobody can be read
      else if (!found.cast.length && !ingest.doubts.length) {
        throw new Problem(
          'nobody_found',
          'Nobody was found who speaks or acts in this text. Give a name to make that character anyway.',
        );
      }
      const flags = flagsOf(readings, ingest.flags);
      await this.readings.keepOut(readings, flags);
      await this.store.advance(ingest, {
        ...found,
        flags,
        step: ingest.wanted ? 'write' : 'choose',
        progress: 0.5,
      });
      if (!ingest.wanted) {
        await this.store.advance(ingest, { status: 'needs_choice', message: '' });
        return;
      }
    }
    const chosen = ingest.choice?.names ?? [];
    await this.maker.make(ingest, chosen.length ? chosen : [wanted()], readings, signal);
  }
}

/** @throws Problem nobody_found when no source holds the name */
function wantedIn(wanted: string, cast: readonly CastMember[], readings: readonly Reading[]): string {
  const member = cast.find(({ name, aliases }) =>
    [name, ...aliases].some((one) => one.toLowerCase() === wanted.toLowerCase()),
  );
  if (member) return member.name;
  if (readings.some(({ text }) => text.includes(wanted))) return wanted;
  throw new Problem(
    'nobody_found',
    `“${wanted}” is not named in this text. Check the spelling, or leave the name out and choose from the cast.`,
  );
}
