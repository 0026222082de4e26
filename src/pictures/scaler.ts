import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { inChild } from '../children/child-module.js';
import { Children } from '../children/children.js';
import { Problem, type ProblemCode } from '../contracts/problem.js';
import type { Scaled } from './scaling.js';

const SCALING = inChild<typeof import('./scaling.js')>(new URL('./scaling.js', import.meta.url), 30_000);
/** A picture of 50 megapixels that has to be unpacked whole takes 200 MB. */
const MEMORY = 400 * 1024 * 1024;

/** What became of a picture: one in another form, or why there is none; null: none are made on this platform. */
export type Outcome =
  | { bytes: Uint8Array; width?: number; height?: number; problem: null }
  | { bytes: null; problem: ProblemCode }
  | null;

/** Has pictures made smaller, one after another, in a child of its own: they do not wait for a novel that is read. */
@Injectable()
export class Scaler implements OnApplicationShutdown {
  private readonly logger = new Logger(Scaler.name);
  private readonly children = new Children({ children: 1, each: MEMORY });
  /** What is wrong with a picture, by its hash: it is not tried again as long as this process lives. */
  private readonly problems = new LRUCache<string, ProblemCode>({ max: 1000 });
  private isAvailable = true;

  async onApplicationShutdown(): Promise<void> {
    await this.children.onApplicationShutdown();
  }

  /**
   * @param what of `scaling`
   * @param hash of the picture
   */
  async make<Name extends keyof typeof import('./scaling.js')>(
    what: Name,
    hash: string,
    ...args: Parameters<(typeof import('./scaling.js'))[Name]>
  ): Promise<Outcome> {
    if (!this.isAvailable) return null;
    const known = this.problems.get(hash);
    if (known) return { bytes: null, problem: known };
    const scaled = await this.called(what, args);
    if ('bytes' in scaled) return { ...scaled, problem: null };
    if ('problem' in scaled) {
      this.problems.set(hash, scaled.problem);
      return { bytes: null, problem: scaled.problem };
    }
    this.isAvailable = false;
    this.logger.warn('Pictures are not made smaller: there is no sharp for this platform.');
    return null;
  }

  private async called(what: keyof typeof import('./scaling.js'), args: unknown[]): Promise<Scaled> {
    try {
      return await this.children.call(SCALING, what, args as never, new AbortController().signal);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      return { problem: error.code === 'file_too_heavy' ? 'picture_too_large' : 'picture_broken' };
    }
  }
}
