/** An address of the web, as far as one can see it; null where it is none. */
export const webAddress = (value: unknown): string | null =>
  typeof value === 'string' && /^https?:\/\/\S+$/i.test(value) ? value : null;
