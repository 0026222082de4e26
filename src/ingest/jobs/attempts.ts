import { Injectable } from '@nestjs/common';
import { ChildEnded } from '../../children/child-end.js';
import type { ArgumentsOf, ChildModule, FunctionsOf, ResultOf } from '../../children/child-module.js';
import { Children } from '../../children/children.js';
import { Problem } from '../../contracts/problem.js';
import { truncate } from '../../text/encoding/truncate.js';
import type { Ingest } from './ingest.entity.js';
import { type IngestChange, IngestStore } from './ingest-store.js';

/** How often reading the same may end a process. */
const MOST_DEATHS = 2;

/** Something that a job reads. */
export interface Readable {
  /** What it is among all that the job reads. */
  key: string;
  /** As a person knows it. */
  name: string;
  /** Of the job's row as it begins. */
  change?: IngestChange;
}

/**
 * Reads what may end a process: the child that reads it, or, where that was not enough, the server. The job's row says
 * what is being read, so that an end can be counted afterwards, and what ended two processes is given up. A server that
 * is told to end says so (`release`) and counts for nothing.
 */
@Injectable()
export class Attempts {
  /** Jobs that this process has begun: it did not end, whatever their rows say. */
  private readonly begun = new Set<string>();

  constructor(
    private readonly store: IngestStore,
    private readonly children: Children,
  ) {}

  /** Takes a job as another process left it. */
  async begin(ingest: Ingest): Promise<void> {
    const { underWay } = ingest;
    const isOwn = this.begun.has(ingest.id);
    this.begun.add(ingest.id);
    if (underWay === null) return;
    await this.store.advance(ingest, {
      underWay: null,
      ...(!isOwn && { deaths: withDeath(ingest.deaths, underWay) }),
    });
  }

  /**
   * Calls a function that reads something in a child, and once more where that ended the child.
   * @param tell is called with what the work tells meanwhile
   * @throws Problem reading_failed, file_too_heavy, each with the name; whatever the function throws
   */
  async call<Exports, Name extends FunctionsOf<Exports>>(
    ingest: Ingest,
    { key, name, change }: Readable,
    module: ChildModule<Exports>,
    functionName: Name,
    args: ArgumentsOf<Exports, Name>,
    signal: AbortSignal,
    tell?: (message: string) => Promise<void>,
  ): Promise<ResultOf<Exports, Name>> {
    // What was read before this ended well.
    const deaths = Object.fromEntries(
      Object.entries(ingest.deaths).filter(([one]) => one === key || one !== ingest.underWay),
    );
    for (let next = { ...change, deaths }; ;) {
      if ((next.deaths[key] ?? 0) >= MOST_DEATHS) throw givenUp(name);
      await this.store.advance(ingest, { ...next, underWay: key });
      try {
        return await this.children.call(module, functionName, args, signal, tell);
      } catch (error) {
        if (error instanceof Problem && error.code === 'file_too_heavy')
          throw new Problem(error.code, `“${shown(name)}”: ${error.message}`);
        if (!(error instanceof ChildEnded)) throw error;
        next = { ...next, deaths: withDeath(ingest.deaths, key) };
      }
    }
  }

  /** All has been read. */
  async finish(ingest: Ingest): Promise<void> {
    await this.store.advance(ingest, { underWay: null, deaths: {} });
  }

  /** This process lets go of a job without having come to an end with it. */
  async release(ingest: Ingest): Promise<void> {
    await this.store.advance(ingest, { underWay: null });
  }

  /** The job has ended, or waits for a person. */
  forget({ id }: Ingest): void {
    this.begun.delete(id);
  }
}

function withDeath(deaths: Ingest['deaths'], key: string): Ingest['deaths'] {
  return { ...deaths, [key]: (deaths[key] ?? 0) + 1 };
}

function givenUp(name: string): Problem {
  return new Problem(
    'reading_failed',
    `Reading “${shown(name)}” ended the process that read it, twice, and was given up. Export it again or save it as plain text, and upload that.`,
  );
}

const shown = (name: string) => truncate(name, 100);
