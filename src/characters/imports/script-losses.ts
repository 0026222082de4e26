/** What is not followed of a card's regex scripts, in sentences. */
import { scriptLosses, type ScriptLoss } from '../../text/scripts/regex-scripts.js';
import { listed } from './card-fields.js';
import { readScripts } from './card-scripts.js';
import { isJsonObject, type JsonValue } from './foreign-json.js';
import type { ImportReport } from './import-report.js';

const WHY: Record<ScriptLoss, { en: string; zh: string }> = {
  expression: {
    en: 'not followed, as their expression cannot be run safely (it looks ahead, refers back, is too large or is not valid)',
    zh: '不执行，因为其正则表达式无法安全运行（用了前瞻或反向引用，或是太大、写错了）',
  },
  depth: {
    en: 'not followed in what is sent, as they change a message that was sent before once it is so deep (“Min Depth”, “Max Depth”)',
    zh: '发送时不执行，因为它们会随消息深度（“最小深度”“最大深度”）改动已经发送过的消息',
  },
  place: {
    en: 'for commands or reasoning only, which are not here (“Affects”)',
    zh: '只作用于命令或推理内容（“作用范围”），这里没有',
  },
  page: {
    en: 'not followed in what is shown, as they build a page of HTML, which is never run here',
    zh: '显示时不执行，因为它们会生成 HTML 页面，而这里从不运行 HTML',
  },
  too_many: {
    en: 'not followed, as there is more of them than one card may have',
    zh: '不执行，因为超过了一张卡可以带的数量',
  },
};

/** Tells which regex scripts are not followed, a sentence for each reason; is silent about those that are. */
export function reportScripts(extensions: JsonValue | undefined, report: ImportReport): void {
  const scripts = readScripts(extensions);
  const kept = isJsonObject(extensions) ? extensions.regex_scripts : null;
  if (!scripts) {
    if (isJsonObject(kept) || typeof kept === 'string')
      report.add(
        'The regex scripts of this card are not a list: they are kept for export alone.',
        '这张卡的正则脚本不是列表：只保存并随导出带走。',
      );
    return;
  }
  const losses = scriptLosses(scripts.list);
  for (const [loss, { en, zh }] of Object.entries(WHY) as [ScriptLoss, { en: string; zh: string }][]) {
    const names = scripts.list.flatMap(({ name }, n) =>
      losses.get(n)?.includes(loss) ? [`“${name || n + 1}”`] : [],
    );
    if (loss === 'too_many' && Array.isArray(kept))
      for (let n = scripts.list.length; n < kept.length; n++) names.push(String(n + 1));
    if (names.length === 0) continue;
    const [few, more] = listed(names);
    report.add(
      `Regex scripts ${few.join(', ')}${more ? ` and ${more} more` : ''}: ${en}.`,
      `正则脚本${few.join('、')}${more ? ` 等 ${names.length} 个` : ''}：${zh}。`,
    );
  }
}
