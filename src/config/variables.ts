import { z } from 'zod';

/** A text without blanks at its ends. */
export const text = () => z.string().trim();

/**
 * A whole number.
 *
 * @param of what it counts, for whoever wrote something else
 */
export const whole = (of: string) =>
  z.coerce.number(`must be a number${of}`).int(`must be a whole number${of}`);

/** One of a few words. */
export const oneOf = <const Words extends readonly [string, ...string[]]>(words: Words) =>
  z.enum(words, `must be one of ${words.join(', ')}`);

/** Words between commas or blanks, in lower case. */
export const list = () =>
  z
    .string()
    .default('')
    .transform((value) =>
      value
        .split(/[\s,]+/)
        .map((item) => item.trim().toLowerCase())
        .filter(Boolean),
    );

/** A URL of one of these protocols. */
export const address = (protocols: readonly string[], example: string) =>
  text().refine(
    (value) => URL.canParse(value) && protocols.includes(new URL(value).protocol),
    `must be an address like ${example}`,
  );
