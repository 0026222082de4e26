/** Takes files that were let go on the page; false: they are none of its kind. */
type Taker = (files: File[]) => boolean;

let taker: Taker | null = null;

/** What stands on the screen takes files before they are imported. @returns what ends that */
export function takeDropped(take: Taker): () => void {
  taker = take;
  return () => {
    if (taker === take) taker = null;
  };
}

/** Whether somebody here took them. */
export function wasTaken(files: File[]): boolean {
  return taker?.(files) ?? false;
}

/** Whether somebody here takes pictures, as far as a drag tells. */
export function takesPictures(): boolean {
  return taker !== null;
}
