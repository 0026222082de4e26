import type { Language } from '../../text/search/language.js';
import { compatible } from '../../text/encoding/normalized.js';

/** What may be asked for by name, in either language; the first word of each is the one that help shows. */
export const COMMANDS = {
  help: { en: ['help'], zh: ['帮助'] },
  who: { en: ['who'], zh: ['谁', '我是谁'] },
  switch: { en: ['switch'], zh: ['切换', '换角色'] },
  new: { en: ['new'], zh: ['新对话', '新建'] },
  stop: { en: ['stop'], zh: ['停止', '停'] },
  regenerate: { en: ['regenerate', 'regen'], zh: ['重写', '重新生成'] },
  continue: { en: ['continue'], zh: ['继续'] },
  'forget-last': { en: ['forget-last', 'forget_last', 'forgetlast'], zh: ['撤回', '忘记上一条'] },
  pin: { en: ['pin'], zh: ['置顶', '记住'] },
  search: { en: ['search'], zh: ['搜索', '查找'] },
  persona: { en: ['persona'], zh: ['身份', '我的身份'] },
  pause: { en: ['pause'], zh: ['暂停'] },
  link: { en: ['link'], zh: ['绑定', '配对'] },
  'delete-everything': {
    en: ['delete-everything', 'delete_everything', 'deleteeverything'],
    zh: ['删除全部', '全部删除'],
  },
} as const satisfies Record<string, Record<Language, readonly string[]>>;

export type CommandName = keyof typeof COMMANDS;

export interface Command {
  name: CommandName;
  /** What follows the name. */
  rest: string;
  /** Of the word that it was called by. */
  language: Language;
}

/** In UTF-16 units, with whatever sign of surprise: what is longer is no name, and not looked at. */
const LONGEST_WORD = 200;

const NAMED = new Map<string, { name: CommandName; language: Language }>(
  (Object.keys(COMMANDS) as CommandName[]).flatMap((name) =>
    (['en', 'zh'] as const).flatMap((language) =>
      COMMANDS[name][language].map((word) => [word, { name, language }] as const),
    ),
  ),
);

/**
 * Whether a message asks for the rest of what was held back: the one word, with or without a command's sign. It means
 * that only where something is held.
 */
export function asksForMore(text: string): boolean {
  if (text.length > LONGEST_WORD) return false;
  return /^[/!]?\s?(?:继续|接着|更多|continue|more)[.!~。…]*$/iu.test(compatible(text).trim());
}

/**
 * The command that a message is: `/name` or `!name`, whatever its case and the width of its characters, and perhaps
 * `@bot` behind the name. Anything else is something said, `/me waves` too.
 */
export function commandIn(text: string): Command | null {
  const found = /^[/／!！]\s?([^\s@]+)(?:@\S*)?(?:\s+([^]*))?$/u.exec(text.trim());
  if (!found || found[1]!.length > LONGEST_WORD) return null;
  const named = NAMED.get(compatible(found[1]!).toLowerCase());
  return named ? { ...named, rest: (found[2] ?? '').trim() } : null;
}
