/** The ending of a noun that is counted. */
export const s = (n: number) => (n === 1 ? '' : 's');
