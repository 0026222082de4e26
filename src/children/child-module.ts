/** A module whose functions are called in child processes; what they take and give is copied there and back. */
export interface ChildModule<Exports> {
  url: string;
  /** What one call may take. */
  mostMs: number;
  /** The module's type alone. */
  exports?: Exports;
}

/** A module by its address, a `new URL` beside `import.meta.url`: it is loaded where it is needed, not here. */
export function inChild<Exports>(url: URL, mostMs = 60_000): ChildModule<Exports> {
  return { url: url.href, mostMs };
}

/** The names of a module's functions. */
export type FunctionsOf<Exports> = {
  [Name in keyof Exports]: Exports[Name] extends (...args: never[]) => unknown ? Name : never;
}[keyof Exports] &
  string;

/** What a function takes; bytes may also come piece by piece, so that they are never here as a whole. */
export type ArgumentsOf<Exports, Name extends keyof Exports> = Exports[Name] extends (
  ...args: infer Args
) => unknown
  ? { [N in keyof Args]: Args[N] extends Uint8Array ? Args[N] | AsyncIterable<Uint8Array> : Args[N] }
  : never;

export type ResultOf<Exports, Name extends keyof Exports> = Exports[Name] extends (
  ...args: never[]
) => infer Result
  ? Awaited<Result>
  : never;
