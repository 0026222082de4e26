import type { Sheet } from '../../contracts/sheet.js';

/** What a persona without a name is called on the page. */
export const UNNAMED: Record<Sheet['language'], string> = { en: 'User', zh: '我' };

/** “I” and “you” of somebody else, as pages and other programs' chats have them, would read as the character's own. */
const POINTING: Record<Sheet['language'], ReadonlySet<string>> = {
  en: new Set(['You', 'Me']),
  zh: new Set(['我', '你', 'You', 'User']),
};
const CALLED = { en: UNNAMED.en, zh: '对方' };

/** How a prompt calls a persona. */
export function calledUser(name: string, language: Sheet['language']): string {
  return POINTING[language].has(name) ? CALLED[language] : name;
}

/** Whether a name tells who somebody is. */
export function isOwnName(name: string): boolean {
  return name !== UNNAMED.en && calledUser(calledUser(name, 'zh'), 'en') === name;
}
