import { type Language, languageOf } from '../../text/search/language.js';
import type { Capabilities } from './capabilities.js';

/** What somebody speaks, by what they write; where that has no letters, as their platform does, or by their name. */
export function spokenBy({ speaks }: Pick<Capabilities, 'speaks'>, text: string, name: string): Language {
  if (/\p{L}/u.test(text)) return languageOf(text);
  return speaks ?? languageOf(text === '' ? name : text);
}
