/** YAML from strangers: values like JSON's, without aliases (a few lines of which can stand for gigabytes) and without depth. */
import { load } from 'js-yaml';

const MOST = { maxAliases: 0, maxDepth: 50 };

/** Whether a text begins like a mapping of YAML. */
export function mayBeYaml(text: string): boolean {
  return /^\uFEFF?(?:[^\S\r\n]*(?:#[^\n]*|---)?\r?\n)*[^\S\r\n]*(?:---\s*)?["']?[\w .-]{1,60}["']?:(?:\s|$)/.test(
    text.slice(0, 4000),
  );
}

/** @returns undefined for what is no such YAML */
export function parseYaml(text: string): unknown {
  try {
    return load(text, MOST);
  } catch {
    return undefined;
  }
}
