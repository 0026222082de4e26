/** How long turns and jobs may take to halt and be stored while the server stops, in milliseconds. */
export const HALT_MS = 3500;

/**
 * Waits for work, but not for ever.
 * @returns whether it ended in time, well or not; it goes on where it did not
 */
export async function within(ms: number, work: Promise<unknown>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => (timer = setTimeout(() => resolve(false), ms)));
  try {
    return await Promise.race([
      work.then(
        () => true,
        () => true,
      ),
      late,
    ]);
  } finally {
    clearTimeout(timer);
  }
}
