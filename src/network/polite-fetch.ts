import { setTimeout as sleep } from 'node:timers/promises';
import parser from 'robots-parser';
import { Problem } from '../contracts/problem.js';
import { guardedFetch, ROBOT, type FetchFunction, type GuardedFetchOptions } from './guarded-fetch.js';

export interface Bounds {
  /** Of one page, and of all together, after decompression. */
  pageBytes: number;
  allBytes: number;
  /** For all pages. */
  allMs: number;
  /** From the beginning of one request to that of the next. */
  everyMs: number;
}

export const BOUNDS: Bounds = {
  pageBytes: 5 * 1024 * 1024,
  allBytes: 30 * 1024 * 1024,
  allMs: 90_000,
  everyMs: 1000,
};

const robotsParser = parser as unknown as typeof parser.default; // its types and its module disagree
type Robots = ReturnType<typeof robotsParser>;

/** A way to read pages of one host that nobody named. */
export interface Visit {
  fetch: FetchFunction;
  /** @throws Problem `link_refused` when robots.txt closes this page, by whatever other address it could be read */
  check(url: string): Promise<void>;
}

/**
 * A way to fetch pages of one host that were found on a page, as a visitor would: one after another, slowly, within
 * bounds, and only what the host's robots.txt leaves open.
 * @throws Problem `link_refused` for what robots.txt or the page itself closes, `download_too_large` and
 * `download_too_slow` also when all bounds together are reached, and those of the guarded fetch
 */
export function politeFetch(
  host: string,
  options: Pick<GuardedFetchOptions, 'allowHosts' | 'signal' | 'lookup'>,
  bounds: Bounds = BOUNDS,
): Visit {
  const deadline = performance.now() + bounds.allMs;
  const robotsOf = new Map<string, Robots | null>();
  let left = bounds.allBytes;
  let next = 0;
  let every = bounds.everyMs;

  const get: FetchFunction = async (url, { maxBytes, timeoutMs, ...more } = {}) => {
    const now = performance.now();
    const begin = Math.max(now, next);
    if (begin >= deadline) throw outOfTime();
    next = begin + every;
    if (begin > now)
      await sleep(begin - now, undefined, { ...(options.signal && { signal: options.signal }) });
    if (left <= 0) throw outOfRoom();
    const page = await guardedFetch(url, {
      ...options,
      ...more,
      onlyHost: host,
      maxBytes: Math.min(maxBytes ?? bounds.pageBytes, bounds.pageBytes, left),
      timeoutMs: Math.max(1, Math.min(timeoutMs ?? 30_000, deadline - performance.now())),
    });
    left -= page.body.length;
    return page;
  };

  const robotsFor = async (origin: string): Promise<Robots | null> => {
    const known = robotsOf.get(origin);
    if (known !== undefined) return known;
    const address = `${origin}/robots.txt`;
    const robots = await get(address, { maxBytes: 512 * 1024, timeoutMs: 10_000, accept: 'text/plain' }).then(
      ({ body }) => robotsParser(address, new TextDecoder().decode(body)),
      (error: unknown) => {
        // none: everything is open; not to be had: everything is closed, by the standard (RFC 9309)
        if (error instanceof Problem && error.code === 'link_refused' && statusOf(error) < 500) {
          return robotsParser(address, '');
        }
        if (error instanceof Problem) return null;
        throw error;
      },
    );
    robotsOf.set(origin, robots);
    const delay = robots?.getCrawlDelay(ROBOT);
    if (delay !== undefined && delay > 0) every = Math.max(bounds.everyMs, delay * 1000);
    return robots;
  };

  const check = async (url: string): Promise<void> => {
    if (!URL.canParse(url) || new URL(url).host !== host) {
      throw new Problem('link_not_allowed', `Only pages of ${host} are followed from there.`);
    }
    const robots = await robotsFor(new URL(url).origin);
    if (robots?.isAllowed(url, ROBOT) !== true) {
      throw new Problem(
        'link_refused',
        `${host} asks programs to leave this page alone (robots.txt). Open it in your browser, save the page and upload the .html file, or paste its text.`,
      );
    }
  };

  const fetch: FetchFunction = async (url, more) => {
    await check(url);
    const page = await get(url, more);
    if (page.url !== url) await check(page.url);
    if (/\bnoai\b/i.test(page.headers['x-robots-tag'] ?? '')) {
      throw new Problem('link_refused', `${host} asks that this page is not read by programs like this one.`);
    }
    return page;
  };
  return { fetch, check };
}

function statusOf({ cause }: Problem): number {
  return typeof cause === 'object' && cause !== null && 'status' in cause ? Number(cause.status) : 0;
}

function outOfTime(): Problem {
  return new Problem('download_too_slow', 'There was no time left for this page: choose fewer at once.');
}

function outOfRoom(): Problem {
  return new Problem(
    'download_too_large',
    'The other pages were so large that no room was left for this one.',
  );
}
