import { Injectable } from '@nestjs/common';
import { ProcessLock } from './process-lock.js';

/** After so long a wait, and again and again, the database is asked whether it is there; and so long it has to say so. */
const ASK_AFTER_MS = 8000;
const ANSWER_MS = 5000;

/** Gives up what waits for a database that answers nobody, long before each of its statements would. */
@Injectable()
export class DatabaseWatch {
  /** Under way for all who wait meanwhile. */
  private asking: Promise<unknown> | null = null;

  constructor(private readonly processLock: ProcessLock) {}

  /**
   * Waits for work, however long, while the database answers. Work that is given up goes on, and may be done once the
   * database is back.
   * @throws what a connection that was cut off would
   */
  async whileItAnswers<Result>(work: Promise<Result>): Promise<Result> {
    let timer: NodeJS.Timeout | undefined;
    let over = false;
    const away = new Promise<never>((_, reject) => {
      const look = async () => {
        if (!(await this.answers()))
          reject(new Error('Connection terminated: the database does not answer.'));
        else if (!over) timer = setTimeout(look, ASK_AFTER_MS);
      };
      timer = setTimeout(look, ASK_AFTER_MS);
    });
    // Whichever comes too late has nobody to tell.
    away.catch(() => undefined);
    work.catch(() => undefined);
    try {
      return await Promise.race([work, away]);
    } finally {
      over = true;
      clearTimeout(timer);
    }
  }

  private async answers(): Promise<boolean> {
    let timer: NodeJS.Timeout | undefined;
    this.asking ??= this.processLock.query('SELECT 1').finally(() => (this.asking = null));
    const late = new Promise<boolean>((resolve) => (timer = setTimeout(() => resolve(false), ANSWER_MS)));
    try {
      return await Promise.race([this.asking.then(() => true), late]);
    } catch {
      return false;
    } finally {
      clearTimeout(timer);
    }
  }
}
