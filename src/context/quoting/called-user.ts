import type { Sheet } from '../../contracts/sheet.js';

/** What a persona without a name is called on the page, in Chinese: “I”. */
const UNNAMED = '我';

/** How a prompt calls a persona: “I” of somebody else would read as the character's own. */
export function calledUser(name: string, language: Sheet['language']): string {
  return language === 'zh' && name === UNNAMED ? '对方' : name;
}
