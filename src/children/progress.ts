let listener: (message: string) => void = () => {};

/** Says how far it has come: for work that runs in a child process, to whoever asked for it. */
export function reportProgress(message: string): void {
  listener(message);
}

/** Who is told. */
export function onProgress(to: (message: string) => void): void {
  listener = to;
}
