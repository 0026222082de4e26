import type { Words } from '../en.js';

/** What is said of a conversation's memory. */
export const memory: Words['memory'] = {
  label: '记忆',
  meter: (verbatim, total, percent) =>
    verbatim === total
      ? `全部消息都在上下文中 · 已用 ${percent}`
      : `${total} 条消息中 ${verbatim} 条在上下文中 · 已用 ${percent}`,
  short: (verbatim, total, percent) =>
    `${verbatim === total ? '全部' : `${verbatim} / ${total} 条`}在上下文 · ${percent}`,
  none: '尚未发送',
  all: '这个对话的每条消息都原文发送。',
  folded: (n) => `较早的 ${n} 条以剧情摘要发送，仍可检索。`,
  window: '上下文窗口',
  tokens: (n) => `${n} 词元`,
  estimated: '已发送（估计）',
  reported: '已发送（模型报告）',
  cached: '其中缓存命中',
  completion: '回复',
  kept: '与上一回合相同',
  keptOf: (kept, all, percent) => `${percent}，${kept} / ${all}`,
  tail: '本回合新增',
  sheetVersion: '角色设定',
  model: '模型',
  recalled: '回忆的消息',
  passagesRecalled: (n) => `回忆了原文 ${n} 段`,
  openPassage: (n, why) => `打开第 ${n} 段：${why}`,
  pinned: '钉住的消息',
  pinsLeftOut: (n) => `另有 ${n} 条放不下`,
  lore: '触发的世界书条目',
  loreLeftOut: (names) => `放不下：${names}`,
  loreMissed: (names) => `关键词太多或太费时，没有全部查找：${names}`,
  cost: '费用',
  moved: '提示词前缀变动',
  movedBy: {
    sheet: '角色设定有新版本',
    fold: '较早的消息归入摘要',
    edit: '编辑了消息',
    branch: '切换了分支',
    rule: '规则有变动',
    source: '附上或移除了原文',
    persona: '身份有变动',
    clock: '故事时间设置有变动',
    upgrade: 'Keepsake 已更新',
    prompt: '编辑了提示词',
  },
  source: '原文',
  sourcePinned: '全文发送',
  truncated:
    '模型服务器读到的似乎比发送的少。请调大它的上下文长度（如 num_ctx、max_model_len），或在“模型”里把这个连接的上下文窗口设为实际大小。',
  unknown: '未报告',

  charts: (turns) => `最近 ${turns} 个回合。竖线表示提示词前缀有变动。`,
  windowUse: '上下文占用',
  keptShare: '与上一回合相同',
  inspect: '查看提示词',
  sentTitle: '本回合的提示词',
  exact: '由数据库重建，与发送的内容完全一致。',
  notExact: '由数据库重建。之后改动过消息，与当时发送的略有不同。',
  parts: { pinned: '角色设定', chronicle: '剧情摘要', frame: '扮演规则', history: '对话历史', tail: '尾部' },
  historyPart: (n) => `${n} 条消息，原文。`,
  keptPart: (percent) => `${percent} 与上一回合相同。`,
  tailPart: '每回合更新。',
  showMessages: '显示消息',
  saveJson: '导出为 JSON',
  recalledWhy: (n) => `回忆了 ${n} 条消息及原因`,
  neighbour: '与回忆的消息相邻',
  meterFolded: (verbatim, total, folded, percent) =>
    `${total} 条消息中 ${verbatim} 条在上下文中 · ${folded} 条在摘要中 · 已用 ${percent}`,

  chronicle: {
    title: '剧情摘要',
    none: '还没有摘要：所有消息都原文发送。',
    upTo: (seq) => `第 ${seq} 条及之前的消息已归入摘要。原文仍然保存，可以检索，需要时会回忆。`,
    folding: '正在写摘要…',
    foldNow: '立即归纳较早的消息',
    messages: (from, to) => `第 ${from} 至 ${to} 条`,
    madeBy: { model: '由模型写成', extract: '摘录原文', person: '由你编辑' },
    correct: '编辑',
    rewrite: '重写',
    undo: '撤销',
    undoHint: '撤销这一条及之后的摘要，那些消息重新原文发送',
  },

  rules: {
    title: '规则',
    text: '从现在起……',
    example: '不要再提那只猫',
    where: '适用于',
    scope: { session: '这个对话', character: '与这个角色的所有对话' },
    stands: { tail: '从下一条回复起生效', pinned: '已写入系统提示词' },
    add: '添加规则',
  },

  budget: {
    title: '词元预算',
    limit: '每回合最多词元数',
    tokens: (n) => `${n} 词元`,
    hint: '预算越小，花费越少，归纳越早。消息不会丢失。',
  },

  recall: {
    label: '回忆',
    choices: {
      frugal: '少：只取最相关的',
      balanced: '适中：问到什么取什么',
      thorough: '多：可能有用的都取',
    },
    hint: '归入摘要的消息里与当前话题相关的，会以原文附上。每回合都不同，无法缓存。',
  },
};
