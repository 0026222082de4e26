/** What entries of a lorebook ask for and do not get here, in sentences; what is followed is not told of. */
import type { ImportReport } from '../imports/import-report.js';
import { isRunnable } from '../../text/search/expressions.js';
import type { Work } from '../../text/search/slices.js';
import { listed } from '../imports/card-fields.js';
import { NOT_FOR_CHATS, readDecorators } from './decorators.js';
import { titleOf } from './entry-title.js';
import { isJsonObject, type JsonObject } from '../imports/foreign-json.js';
import { expressionOf, idOfExpression, keysOf, unrunOf } from './lorebook-expressions.js';
import type { Lorebook } from '../../contracts/sheet.js';
import { OUTLET, tavernRules } from './tavern-rules.js';

type Entry = Lorebook['entries'][number];

interface Loss {
  asks(entry: Entry, extensions: JsonObject): boolean;
  en: string;
  zh: string;
}

/** SillyTavern puts the character before each name while it looks for keys, written out in an expression or as it is. */
const SPEAKER = /\\x01|\\u0001|\u0001/;

const LOSSES: Loss[] = [
  {
    asks: (entry) => keysOf(entry, readDecorators(entry.content)).some((key) => SPEAKER.test(key)),
    en: 'for a key that names who speaks (\\x01 before a name): only what was said is searched, and that key calls nothing',
    zh: '有一个关键词指定由谁说话（名字前有 \\x01）：这里只看说过的话，这个关键词不会触发',
  },
  {
    asks: (entry, { position }) =>
      readDecorators(entry.content).near ||
      (typeof position === 'number' && position >= 2 && position < OUTLET),
    en: 'for a place between or beside the messages (“Position”): they are told right after the newest one instead, as nothing is put into what was said',
    zh: '要放在消息之间或作者注释旁（“位置”）：这里一律放在最新一条消息之后，因为说过的话中间不会插入别的内容',
  },
  {
    asks: (_, { position, outlet_name: outlet }) => position === OUTLET || isText(outlet),
    en: 'for an outlet that a prompt template places: they are told like any other',
    zh: '要放在提示词模板的出口（outlet）里：这里和其他条目一样处理',
  },
  {
    asks: (_, { role }) => role === 1 || role === 2,
    en: 'to be said by the user or the character: they are told to the model as knowledge, in nobody’s name',
    zh: '要以用户或角色的身份说出：这里只作为背景告诉模型，不算谁说的话',
  },
  {
    asks: (_, { vectorized }) => vectorized === true,
    en: 'to be found by likeness of meaning (“Vectorized”): only their keys call them',
    zh: '要靠语义相似（“向量化”）触发：这里只按关键词触发',
  },
  {
    asks: (entry, extensions) => isFilled(entry['characterFilter']) || isFilled(extensions.character_filter),
    en: 'for certain characters only (“Filter to Characters or Tags”): they are told whoever has this lorebook; turn off those that do not belong',
    zh: '只限某些角色（“绑定到角色或标签”）：这里谁有这本世界书就告诉谁，不合适的请自行关掉',
  },
  {
    asks: (_, { triggers }) => isFilled(triggers),
    en: 'for certain kinds of reply only (“Filter to Generation Triggers”): they are told for every kind',
    zh: '只在某些生成方式下出现（“过滤生成触发器”）：这里每种方式都会出现',
  },
  {
    asks: (_, { automation_id: script }) => isText(script),
    en: 'to start a script (“Automation ID”): nothing is started',
    zh: '要触发脚本（“自动化 ID”）：这里不运行脚本',
  },
];

const NOT_RUN = {
  en: 'for a key that is a regular expression which cannot be run safely (one that looks ahead, refers back, is too large or is not valid): that key calls nothing',
  zh: '有一个关键词是无法安全运行的正则表达式（用了前瞻或反向引用，或是太大、写错了）：这个关键词不会触发',
};

/** Tells which keys are expressions that are not run. Each of the others is built for it, which takes its time. */
export function* reportExpressions(entries: readonly Entry[], report: ImportReport): Work<void> {
  const unrun = yield* unrunOf(entries);
  const beyond: string[] = [];
  let failing = 0;
  for (const entry of entries) {
    yield;
    const rules = tavernRules(entry);
    let isBeyond = false;
    let fails = false;
    for (const key of keysOf(entry, readDecorators(entry.content))) {
      const expression = expressionOf(key, entry, rules);
      if (!expression) continue;
      yield;
      const why = unrun.get(idOfExpression(expression));
      if (why === 'beyond') isBeyond = true;
      else fails ||= why === 'too large' || !isRunnable(expression.pattern, expression.flags);
    }
    if (isBeyond) beyond.push(titleOf(entry));
    if (fails) failing++;
  }
  reportCount(failing, NOT_RUN, report);
  if (beyond.length === 0) return;
  const [few, more] = listed(beyond);
  report.add(
    `The regular expressions of this lorebook cost more than one lorebook may take. Some keys of ${beyond.length === 1 ? 'this entry are' : `these ${beyond.length} entries are`} turned off and call nothing: ${few.join(', ')}${more ? ` and ${more} more` : ''}. Make them simpler, or use words.`,
    `这本世界书的正则表达式超过了一本书可以占用的限度。${beyond.length} 个条目有关键词被关闭，不会触发：${few.join('、')}${more ? ` 等 ${beyond.length} 个` : ''}。请把它们写得简单些，或改用普通词语。`,
  );
}

/** Tells what is kept in a lorebook for export and not followed, one sentence for each kind. */
export function reportLosses(entries: readonly Entry[], report: ImportReport): void {
  const ignored = new Set(entries.flatMap(({ content }) => readDecorators(content).ignored));
  const forOthers = [...ignored].filter((name) => NOT_FOR_CHATS.has(name));
  const unknown = [...ignored].filter((name) => !NOT_FOR_CHATS.has(name));
  if (unknown.length) {
    const [few, more] = listed(unknown);
    report.add(
      `Decorators of lorebook entries that are kept and not followed: ${named(few, ', ')}${more ? ' and more' : ''}.`,
      `世界书条目里这些修饰符会保存，但不起作用：${named(few, '、')}${more ? ' 等' : ''}。`,
    );
  }
  if (forOthers.length) {
    report.add(
      `Decorators that are meant for text without messages, and count for nothing in a conversation: ${named(forOthers, ', ')}.`,
      `这些修饰符只用于没有消息的纯文本，在对话里按规范不起作用：${named(forOthers, '、')}。`,
    );
  }
  for (const { asks, en, zh } of LOSSES) {
    reportCount(entries.filter((entry) => asks(entry, extensionsOf(entry))).length, { en, zh }, report);
  }
}

function reportCount(n: number, { en, zh }: { en: string; zh: string }, report: ImportReport): void {
  if (n === 0) return;
  report.add(
    `${n === 1 ? 'A lorebook entry asks' : `${n} lorebook entries ask`} ${en}.`,
    `${n} 个世界书条目${zh}。`,
  );
}

function named(names: readonly string[], comma: string): string {
  return names.map((name) => `@@${name}`).join(comma);
}

function extensionsOf(entry: Entry): JsonObject {
  const extensions = entry['extensions'];
  return isJsonObject(extensions) ? extensions : {};
}

function isText(value: unknown): boolean {
  return typeof value === 'string' && value.trim() !== '';
}

/** Something other than nothing, in lists and in objects of lists. */
function isFilled(value: unknown): boolean {
  if (Array.isArray(value)) return value.length > 0;
  return isJsonObject(value) && Object.values(value).some(isFilled);
}
