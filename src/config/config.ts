import type { z } from 'zod';
import { PARTS } from './parts.js';

type All<Part> = (Part extends unknown ? (values: z.output<Part>) => void : never) extends (
  values: infer Values,
) => void
  ? Values
  : never;

/** What all parts of the environment mean, together. */
type Values = Readonly<All<(typeof PARTS)[number]>>;

/** The environment did not pass; the message names every variable that is wrong and why. */
export class ConfigError extends Error {}

// `read` fills in what the parts say; a class without fields of its own is what Nest injects by.
// oxlint-disable-next-line typescript/no-unsafe-declaration-merging
export interface Config extends Values {}

/** The environment, read once, typed. Injectable by its class. */
// oxlint-disable-next-line typescript/no-unsafe-declaration-merging
export class Config {
  private constructor(values: Values) {
    Object.assign(this, values);
  }

  /**
   * @param env what is set; empty values count as unset
   * @throws ConfigError naming every variable that is wrong
   */
  static read(env: Readonly<Record<string, string | undefined>>): Config {
    const set = Object.fromEntries(Object.entries(env).filter(([, value]) => value?.trim()));
    const read = PARTS.map((part) => part.safeParse(set));
    const issues = read.flatMap(({ error }) => error?.issues ?? []);
    if (issues.length > 0) {
      const lines = issues.map((issue) => `  ${issue.path.join('.')} ${issue.message}`);
      throw new ConfigError(`The configuration cannot be used:\n${[...new Set(lines)].join('\n')}`);
    }
    return new Config(Object.assign({}, ...read.map(({ data }) => data)) as Values);
  }
}
