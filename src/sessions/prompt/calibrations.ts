import { Injectable, Logger } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { describe } from '../../http/problem.filter.js';

/** Ratios that a tokenizer can have; what lies outside is a server that cuts, or counts nonsense. */
const LOWEST = 0.6;
const HIGHEST = 2.5;
/** In estimated tokens: of shorter requests too much is the template's. */
const SHORTEST = 500;
/** How much of a new ratio is believed, and how much a ratio has to change to be stored. */
const BELIEF = 0.2;
const WORTH_STORING = 0.01;

/** What a model counts for a token that was estimated: learned from what its provider reports, kept in the database. */
@Injectable()
export class Calibrations {
  private readonly logger = new Logger(Calibrations.name);
  private readonly known = new Map<string, Promise<{ ratio: number; samples: number }>>();

  constructor(@InjectDataSource() private readonly database: DataSource) {}

  /** 1 where nothing is known yet. */
  async factor(model: string): Promise<number> {
    return (await this.of(model)).ratio;
  }

  /**
   * Never throws: a reply is whole without it.
   *
   * @param estimated by our own count, without the factor
   */
  async learn(model: string, estimated: number, reported: number | null): Promise<void> {
    if (reported === null || estimated < SHORTEST) return;
    try {
      await this.keep(model, estimated, reported);
    } catch (error) {
      this.logger.warn(`What a model counts could not be kept: ${describe(error)}`);
    }
  }

  private async keep(model: string, estimated: number, reported: number): Promise<void> {
    const seen = reported / estimated;
    if (!(seen >= LOWEST && seen <= HIGHEST)) return;
    const { ratio, samples } = await this.of(model);
    const next = samples === 0 ? seen : ratio + BELIEF * (seen - ratio);
    if (samples > 0 && Math.abs(next - ratio) < WORTH_STORING * ratio) return;
    this.known.set(model, Promise.resolve({ ratio: Math.fround(next), samples: samples + 1 }));
    await this.database.query(
      `INSERT INTO calibrations (model, ratio, samples) VALUES ($1, $2, 1)
       ON CONFLICT (model) DO UPDATE SET ratio = excluded.ratio, samples = calibrations.samples + 1, updated_at = now()`,
      [model, next],
    );
  }

  private of(model: string): Promise<{ ratio: number; samples: number }> {
    let known = this.known.get(model);
    if (!known) {
      known = this.read(model);
      this.known.set(model, known);
      known.catch(() => this.known.delete(model));
    }
    return known;
  }

  private async read(model: string): Promise<{ ratio: number; samples: number }> {
    const [row] = await this.database.query<{ ratio: number; samples: number }[]>(
      'SELECT ratio, samples FROM calibrations WHERE model = $1',
      [model],
    );
    return row ?? { ratio: 1, samples: 0 };
  }
}
