import type { TestServer } from './server.js';

/** Asks how the server is, again and again, and knows how long it ever took to answer. */
export interface HealthWatch {
  /** In milliseconds, since the last reset. */
  longest(): number;
  /** How often it has answered, since the last reset. */
  asked(): number;
  reset(): void;
  stop(): void;
}

export function watchHealth(server: TestServer): HealthWatch {
  let longest = 0;
  let answers = 0;
  let stopped = false;
  void (async () => {
    while (!stopped) {
      const begun = performance.now();
      await fetch(`${server.url}/health/live`).then((response) => response.text());
      longest = Math.max(longest, performance.now() - begun);
      answers++;
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  })().catch(() => {});
  return {
    longest: () => longest,
    asked: () => answers,
    reset: () => {
      longest = 0;
      answers = 0;
    },
    stop: () => {
      stopped = true;
    },
  };
}
