import { describe } from '../http/problem.filter.js';
import { within } from './deadline.js';

/** All of it, in milliseconds. */
const MOST_MS = 8500;
/** What is left of that for force once somebody is in a hurry. */
const FORCE_MS = 2000;
/** A signal comes twice from a terminal and from npm, one right after the other; later it is another one. */
const TWICE_MS = 1000;
const LOOK_EVERY_MS = 20;

/** Something that was started. */
export interface Started {
  /** As a person is told of it. */
  name: string;
  /** What it may take, in milliseconds, and nothing when somebody is in a hurry. Without it, it may take all that is left. */
  mostMs?: number;
  /** @param left tells how many milliseconds are left; they may become fewer at any time */
  stop: (left: () => number) => Promise<unknown>;
}

/** Stops what was started, the last first, within a time that is the same whatever hangs. */
export class Stopping {
  readonly started: Started[] = [];
  private begunAt: number | null = null;
  private endsAt = Infinity;
  private isHurried = false;

  get isBegun(): boolean {
    return this.begunAt !== null;
  }

  /**
   * Takes a signal: the first one stops all in order, another one does it by force.
   * @param starting is waited for, so that nothing is left running that was just being started
   */
  signal(starting: Promise<unknown>): void {
    const now = performance.now();
    if (this.begunAt === null) void this.run(0, starting);
    else if (now - this.begunAt > TWICE_MS && !this.isHurried) {
      this.isHurried = true;
      this.endsAt = Math.min(this.endsAt, now + FORCE_MS);
    }
  }

  /** Stops everything and ends the process: with the code if all went well, else with 1 and a line that says why. */
  async run(code: number, starting: Promise<unknown>): Promise<void> {
    if (this.begunAt !== null) return;
    this.begunAt = performance.now();
    this.endsAt = this.begunAt + MOST_MS;
    // Nothing below takes longer; should something do, the process ends all the same.
    setTimeout(() => process.exit(1), MOST_MS + 1000);
    await within(MOST_MS / 2, starting);
    const problems: string[] = [];
    for (const step of this.started.reverse()) problems.push(...(await this.stop(step)));
    if (problems.length) process.stderr.write(`Keepsake did not stop cleanly: ${problems.join('; ')}.\n`);
    process.exit(problems.length ? 1 : code);
  }

  private async stop({ name, mostMs = Infinity, stop }: Started): Promise<string[]> {
    const began = performance.now();
    const left = () => {
      const forced = this.isHurried && mostMs !== Infinity ? FORCE_MS : 0;
      return Math.min(this.endsAt - forced, began + mostMs) - performance.now();
    };
    let problems: string[] | null = null;
    stop(left).then(
      () => (problems = []),
      (error: unknown) => (problems = [`${name}: ${describe(error).split('\n')[0]}`]),
    );
    while (!problems && left() > -LOOK_EVERY_MS)
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
    return problems ?? [`${name} did not end in time`];
  }
}
