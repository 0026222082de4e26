import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { ConfigError } from './config.js';

/**
 * What is set: the variables of this process, and before them those of the file `.env` in the folder that it was
 * started in. The file's stay out of `process.env`, so that no child process is given them.
 *
 * @throws ConfigError when there is such a file and it cannot be read
 */
export function environment(): Record<string, string | undefined> {
  const set = Object.entries(process.env).filter(([, value]) => value?.trim());
  return { ...written('.env'), ...Object.fromEntries(set) };
}

function written(path: string): NodeJS.Dict<string> {
  try {
    // Editors on Windows begin a file with a mark that would be part of the first name.
    return parseEnv(readFileSync(path, 'utf8').replace(/^\uFEFF/, ''));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return {};
    throw new ConfigError(`The file ${path} in this folder cannot be read (${code}).`);
  }
}
