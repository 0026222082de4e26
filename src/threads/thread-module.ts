/** A module whose functions are called in threads; what they take and give is copied there and back. */
export interface ThreadModule<Exports> {
  url: string;
  /** What one call may take. */
  mostMs: number;
  /** The module's type alone. */
  exports?: Exports;
}

/** A module by its address, `new URL('./that.js', import.meta.url)`: it is loaded where it is needed, not here. */
export function inThread<Exports>(url: URL, mostMs = 60_000): ThreadModule<Exports> {
  return { url: url.href, mostMs };
}

/** The names of a module's functions. */
export type FunctionsOf<Exports> = {
  [Name in keyof Exports]: Exports[Name] extends (...args: never[]) => unknown ? Name : never;
}[keyof Exports] &
  string;

export type ArgumentsOf<Exports, Name extends keyof Exports> = Exports[Name] extends (
  ...args: infer Args
) => unknown
  ? Args
  : never;

export type ResultOf<Exports, Name extends keyof Exports> = Exports[Name] extends (
  ...args: never[]
) => infer Result
  ? Awaited<Result>
  : never;
