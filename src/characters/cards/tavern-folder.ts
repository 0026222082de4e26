/** What of a SillyTavern user's folder is no card or lorebook, by where it lies, and where it can go instead. */
import { posix } from 'node:path';
import { Problem, type ProblemCode } from '../../contracts/problem.js';
import type { ImportReport } from '../imports/import-report.js';
import { listed } from '../imports/card-fields.js';

interface Kind {
  /** Matches the path below the user's folder. */
  path: RegExp;
  en: (count: number) => string;
  zh: (count: number) => string;
  /** Their names are told. */
  named?: boolean;
}

const files = (n: number, one: string) => (n === 1 ? `1 ${one}` : `${n} ${one}s`);

const KINDS: Kind[] = [
  {
    path: /^chats\/.*\.jsonl$/,
    en: (n) =>
      `${files(n, 'chat')} of SillyTavern: open a conversation with the character, and send this same archive under “Import and export”, where the character's chats are offered`,
    zh: (n) =>
      `SillyTavern 的聊天记录 ${n} 份：请打开与该角色的对话，在“导入与导出”里再选这个压缩包，即可选择其中的聊天`,
    named: true,
  },
  {
    path: /^(?:group chats\/.*\.jsonl|groups\/.*\.json)$/,
    en: (n) =>
      `${files(n, 'file')} of group chats: what was said (.jsonl) can be brought into a conversation with one of the characters; who answers when is not taken over`,
    zh: (n) =>
      `群聊文件 ${n} 份：聊天内容（.jsonl）可以导入与其中一个角色的对话；由谁在何时发言的设置不会带过来`,
    named: true,
  },
  {
    path: /^characters\/[^/]+\/.*\.(?:png|webp|gif|jpe?g)$/i,
    en: (n) => `${files(n, 'picture')} of expressions (sprites): they are not shown here`,
    zh: (n) => `表情立绘 ${n} 张：这里不显示立绘`,
  },
  {
    path: /^(?:OpenAI Settings|TextGen Settings|KoboldAI Settings|NovelAI Settings|instruct|context|sysprompt|reasoning)\/.*\.(?:json|settings)$/,
    en: (n) =>
      `${files(n, 'preset')} of samplers, templates or prompts: set samplers with the connection, and words under “Prompts”`,
    zh: (n) => `采样、模板或提示词预设 ${n} 份：采样参数请在连接里设置，文字请在“提示词”里改`,
    named: true,
  },
  {
    path: /^(?:settings\.json|User Avatars\/.*)$/,
    en: (n) =>
      `${files(n, 'file')} of settings and personas (settings.json, User Avatars): copy a persona's name and description into a persona here`,
    zh: (n) =>
      `设置与用户角色文件 ${n} 份（settings.json、User Avatars）：请把用户角色的名字和描述抄到这里的“人设”中`,
  },
  {
    path: /^secrets\.json$/,
    en: () =>
      'the keys of other services (secrets.json): nothing of them is kept; enter a key with its connection',
    zh: () => '其他服务的密钥（secrets.json）：不会保存任何内容；请在连接里填写密钥',
  },
  {
    path: /^(?:themes|backgrounds|movingUI|QuickReplies|extensions|assets|workflows|user|vectors|thumbnails|backups)\/|^[^/]+\.(?:css|log)$|^(?:stats|content|image-metadata)\.json$/,
    en: (n) =>
      `${files(n, 'file')} of looks, scripts and caches (themes, backgrounds, quick replies and the like): they mean nothing here`,
    zh: (n) => `外观、脚本与缓存文件 ${n} 份（主题、背景、快速回复等）：在这里没有用处`,
  },
];

/** The folders that tell a user's folder from any other. */
const CARDS = ['characters/', 'worlds/'];
const OTHERS = ['chats/', 'group chats/', 'OpenAI Settings/', 'User Avatars/', 'settings.json', 'themes/'];

/** Where SillyTavern's user folder lies in an archive; null where there is none. */
function folderIn(names: readonly string[]): string | null {
  for (const name of names) {
    const at = CARDS.map((folder) => name.indexOf(folder)).find(
      (found) => found >= 0 && isStart(name, found),
    );
    if (at === undefined) continue;
    const root = name.slice(0, at);
    if (OTHERS.some((other) => names.some((one) => one.startsWith(root + other)))) return root;
  }
  return null;
}

const isStart = (name: string, at: number) => at === 0 || name[at - 1] === '/';

/** The files of an archive that are no cards, as where they lie in SillyTavern's folder says; each kind is told of once. */
export function setAside(names: readonly string[], report: ImportReport): ReadonlySet<string> {
  const root = folderIn(names);
  const aside = new Set<string>();
  if (root === null) return aside;
  for (const { path, en, zh, named } of KINDS) {
    const found = names.filter(
      (name) => !aside.has(name) && name.startsWith(root) && path.test(name.slice(root.length)),
    );
    if (!found.length) continue;
    for (const name of found) aside.add(name);
    const [few, more] = listed(found.map((name) => posix.basename(name)));
    const tail = {
      en: named ? ` (${few.join(', ')}${more ? ` and ${more} more` : ''})` : '',
      zh: named ? `（${few.join('、')}${more ? ` 等 ${found.length} 份` : ''}）` : '',
    };
    report.add(`Not taken in: ${en(found.length)}${tail.en}.`, `没有导入：${zh(found.length)}${tail.zh}。`);
  }
  return aside;
}

/** What SillyTavern's own files begin with, and what they are. */
const ALONE: [signs: RegExp, code: ProblemCode, what: string][] = [
  [
    /^\s*\{[^\n]*"(?:chat_metadata|user_name)"\s*:/,
    'tavern_chat',
    'This is a chat of SillyTavern and no card: open a conversation with its character, and bring it in under “Import and export”.',
  ],
  [
    /"power_user"\s*:/,
    'tavern_settings',
    'These are settings of SillyTavern and no card: copy a persona’s words into a persona here.',
  ],
  [
    /"qrList"\s*:/,
    'tavern_looks',
    'These are quick replies of SillyTavern and no card: nothing like them is here.',
  ],
  [
    /"main_text_color"\s*:/,
    'tavern_looks',
    'This is a theme of SillyTavern and no card: nothing like it is here.',
  ],
  [
    /"(?:prompt_order|chat_completion_source|input_sequence|story_string|rep_pen)"\s*:/,
    'tavern_preset',
    'This is a preset of SillyTavern and no card: set samplers with the connection, and words under “Prompts”.',
  ],
  [
    /"chat_id"\s*:[^]*"members"\s*:|"members"\s*:[^]*"chat_id"\s*:/,
    'tavern_group',
    'This is a group of SillyTavern and no card: take in its characters one by one.',
  ],
];
const LOOKED_AT = 64 * 1024;

/** What a file of SillyTavern's is that is no card; undefined where it is none of its own. */
export function tavernFile(bytes: Uint8Array): Problem | undefined {
  const text = Buffer.from(bytes.subarray(0, LOOKED_AT)).toString('utf8');
  const found = ALONE.find(([signs]) => signs.test(text));
  return found && new Problem(found[1], found[2]);
}
