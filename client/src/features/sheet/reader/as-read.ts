import { CLAIM_PARTS } from '../../../../../src/contracts/claim-parts.js';
import { calledName } from '../../../../../src/contracts/called-name.js';
import type { Sheet } from '../../../../../src/contracts/sheet.js';

const CHAR = /\{\{\s*char\s*\}\}|<(?:char|bot)>/gi;
const USER = /(?:\{\{\s*user\s*\}\}|<user>)(['’]s\b)?/gi;
/** Nothing of a sentence stands before it. */
const BEGINS = /(?:^|\n|[.!?]["”’*]*\s)[ \t"“'‘*_]*$/;
const LOOKED_BACK = 40;

/** What a sheet's `{{user}}` is read as: whoever reads it. */
export const readerIn = { en: 'You', zh: '你' } as const;

/** A text as it is read: `{{char}}` by name, `{{user}}` as "you". */
export function asRead(text: string, char: string, language: Sheet['language']): string {
  const named = text.replace(CHAR, () => char);
  return named.replace(USER, (_, whose: string | undefined, at: number) => {
    if (language === 'zh') return whose ? `${readerIn.zh}的` : readerIn.zh;
    const you = whose ? 'Your' : readerIn.en;
    return BEGINS.test(named.slice(Math.max(0, at - LOOKED_BACK), at)) ? you : you.toLowerCase();
  });
}

/** A sheet with all its texts as they are read; its citations are the very same. */
export function sheetAsRead(sheet: Sheet, name: string): Sheet {
  const char = calledName(name, sheet);
  const tell = (text: string) => asRead(text, char, sheet.language);
  const next = {
    ...sheet,
    scenario: tell(sheet.scenario),
    greetings: sheet.greetings.map(tell),
    instructions: tell(sheet.instructions),
    afterHistory: tell(sheet.afterHistory),
    lorebook: sheet.lorebook && {
      ...sheet.lorebook,
      entries: sheet.lorebook.entries.map((entry) => ({ ...entry, content: tell(entry.content) })),
    },
  };
  for (const part of CLAIM_PARTS)
    next[part] = sheet[part].map((claim) => ({ ...claim, text: tell(claim.text) }));
  return next;
}
