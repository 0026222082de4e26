import type { z } from 'zod';

/** What a room reads of the environment: an object of variables, each with its sentence, and what they mean to the code. */
export type ConfigPart = z.ZodType<object>;

/** The environment did not pass; the message names every variable that is wrong and why. */
export class ConfigError extends Error {}

// A room that brings a part says so to the type beside it: `interface Config extends z.output<typeof …Config> {}`.
// oxlint-disable-next-line typescript/no-unsafe-declaration-merging
export interface Config {}

/** The environment, read once, typed. Injectable by its class. */
// oxlint-disable-next-line typescript/no-unsafe-declaration-merging
export class Config {
  private constructor(values: object) {
    Object.assign(this, values);
  }

  /**
   * @param env what is set; empty values count as unset
   * @throws ConfigError naming every variable that is wrong
   */
  static read(env: Readonly<Record<string, string | undefined>>, parts: readonly ConfigPart[]): Config {
    const set = Object.fromEntries(Object.entries(env).filter(([, value]) => value?.trim()));
    const read = parts.map((part) => part.safeParse(set));
    const issues = read.flatMap(({ error }) => error?.issues ?? []);
    if (issues.length > 0) {
      const lines = issues.map((issue) => `  ${issue.path.join('.')} ${issue.message}`);
      throw new ConfigError(`The configuration cannot be used:\n${[...new Set(lines)].join('\n')}`);
    }
    return new Config(Object.assign({}, ...read.map(({ data }) => data)) as object);
  }
}
