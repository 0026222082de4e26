/** Work that says, again and again, where it may rest: a generator whose value comes at its end. */
export type Work<Result> = Generator<void, Result, void>;

/** How long a slice may hold up everything else, in milliseconds; the step that it ends with may take as long again. */
const SLICE_MS = 8;

/** Does the work without a rest. */
export function atOnce<Result>(work: Work<Result>): Result {
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
  }
}

/** Does the work in slices, between which everything else goes on. */
export async function inSlices<Result>(work: Work<Result>): Promise<Result> {
  for (let begun = performance.now(); ;) {
    const step = work.next();
    if (step.done) return step.value;
    if (performance.now() - begun < SLICE_MS) continue;
    await new Promise((resolve) => setImmediate(resolve));
    begun = performance.now();
  }
}
