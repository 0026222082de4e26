import type { Words } from '../en.js';

/** What is said of a conversation's memory. */
export const memory: Words['memory'] = {
  label: '记忆',
  meter: (verbatim, total, percent) =>
    verbatim === total
      ? `全部消息都在上下文中 · 已用 ${percent}`
      : `${total} 条消息中 ${verbatim} 条在上下文中 · 已用 ${percent}`,
  short: (verbatim, total, percent) =>
    `${verbatim === total ? '全部' : `${verbatim} / ${total} 条`}在上下文中 · 已用 ${percent}`,
  none: '还没有发送过',
  all: '这个对话的每一条消息都逐字送给了模型。',
  folded: (n) => `较早的 ${n} 条以剧情摘要送达，仍可检索。`,
  window: '窗口',
  tokens: (n) => `${n} 词元`,
  estimated: '送出（估计）',
  reported: '送出（模型报告）',
  cached: '其中来自缓存',
  completion: '回答',
  kept: '与上次相同',
  keptOf: (kept, all, percent) => `${percent}，${kept} / ${all}`,
  tail: '每次更换',
  sheetVersion: '角色设定',
  model: '模型',
  recalled: '回想起的消息',
  passagesRecalled: (n) => `从原文中找出 ${n} 段`,
  openPassage: (n, why) => `打开第 ${n} 段：${why}`,
  pinned: '钉住的原话',
  pinsLeftOut: (n) => `另有 ${n} 条放不下`,
  lore: '触发的世界书条目',
  loreLeftOut: (names) => `放不下：${names}`,
  loreMissed: (names) => `关键词太多或太费时，没有全部查找：${names}`,
  cost: '费用',
  moved: '开头有变',
  movedBy: {
    sheet: '因为角色设定有了新版本',
    fold: '因为较早的消息归入了摘要',
    edit: '因为改动了消息',
    branch: '因为故事走了另一支',
    rule: '因为规则变了',
    source: '因为原文加入或撤出了',
    persona: '因为你在这里的身份变了',
    clock: '因为故事换了计时的方式',
    upgrade: '因为新版 Keepsake 改写了提示词',
    prompt: '因为你改了提示词',
  },
  source: '原文',
  sourcePinned: '一字不差地送出',
  truncated:
    '模型服务器读到的似乎比送出的少。请调大它的上下文设置（如 num_ctx、max_model_len），或在“模型”页把这个连接的上下文窗口设成它真正能读的长度。',
  unknown: '未报告',

  charts: (turns) => `最近 ${turns} 轮。竖线处开头有变。`,
  windowUse: '窗口占用',
  keptShare: '与上一轮相同',
  inspect: '查看提示词',
  sentTitle: '这一轮送出了什么',
  exact: '由数据库重建，与当时送出的逐字节相同。',
  notExact: '由数据库重建。之后有消息改动过，与当时送出的略有不同。',
  parts: { pinned: '角色设定', chronicle: '剧情摘要', frame: '扮演须知', history: '对话', tail: '尾部' },
  historyPart: (n) => `${n} 条消息，逐字。`,
  keptPart: (percent) => `${percent} 与上一轮相同。`,
  tailPart: '每轮更换。',
  showMessages: '显示消息',
  saveJson: '存为 JSON',
  recalledWhy: (n) => `回想起 ${n} 条消息，以及缘由`,
  neighbour: '与其相邻',
  meterFolded: (verbatim, total, folded, percent) =>
    `${total} 条消息中 ${verbatim} 条在上下文中 · ${folded} 条在摘要中 · 已用 ${percent}`,

  chronicle: {
    title: '剧情摘要',
    none: '没有归纳任何内容：每条消息都逐字送给模型。',
    upTo: (seq) => `第 ${seq} 条及以前的消息从略讲述。它们仍然保存着，可以检索，需要时会再送上。`,
    folding: '正在写一条摘要……',
    foldNow: '立即归纳较早的消息',
    messages: (from, to) => `第 ${from} 至 ${to} 条`,
    madeBy: { model: '由模型写成', extract: '摘自原话', person: '经你改正' },
    correct: '改正',
    rewrite: '重写',
    undo: '撤回',
    undoHint: '这一条和之后的全部撤回：那些消息重新逐字送达',
  },

  rules: {
    title: '规则',
    text: '从现在起……',
    example: '不要再提那只猫',
    where: '适用于',
    scope: { session: '这个对话', character: '与其所有的对话' },
    stands: { tail: '自下一条回答起生效', pinned: '已定' },
    add: '添加规则',
  },

  budget: {
    title: '预算',
    limit: '限定每轮送出的量',
    tokens: (n) => `${n} 词元`,
    hint: '预算越小，花费越少，归纳得越早。无论如何都不会丢失内容。',
  },

  recall: {
    label: '回想多少从前的原话',
    choices: {
      frugal: '省着用：只要最要紧的',
      balanced: '适中：话里问到什么，就找什么',
      thorough: '尽量多：宁多勿漏',
    },
    hint: '消息归入摘要之后，才需要回想。找回来的话每轮都不同，不能从缓存读取；闲聊时几乎什么也不找。',
  },
};
