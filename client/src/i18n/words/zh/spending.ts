import type { Words } from '../en.js';

/** What is said of background work: what it takes, what it took, and how much of it there may be. */
export const spending: Words['spending'] = {
  estimate: (_, requests, tokens, cost) =>
    `约 ${requests} 次请求、${tokens} token，${cost ? `约合 $\u00a0${cost}` : '费用未知'}`,
  older: {
    offer: (_, messages, estimate) => `归纳较早的 ${messages} 条消息，${estimate}。`,
    hint: '在此之前，先摘几句原话代替它们。全部消息都可以检索。',
    start: '开始',
    notNow: '以后再说',
    limit: '设定上限',
    writing: (done, total) => `正在归纳较早的消息：${done} / ${total}`,
    begins: '正在归纳较早的消息…',
    stop: '停止',
    failed: (problem) => `归纳没有完成：${problem}`,
    again: '重试',
    foldNow: (estimate) => `${estimate}。`,
  },
  reached: {
    title: (limit, period) => `${period}的上限（${limit}）已用完。`,
    anew: (when) => `${when}重新计算。内容不会丢失：到时或调高上限后接着做。`,
    raise: '内容不会丢失：调高上限后接着做。',
    change: '修改上限',
  },
  amounts: {
    requests: (n) => `${n} 次请求`,
    tokens: (n) => `${n} token`,
    money: (n) => `$\u00a0${n}`,
  },
  per: { perDay: '每日', perMonth: '每月', perImport: '每次导入' },

  title: '用量',
  lead: '这个连接用在了哪里。日和月按 UTC 零点起算。',
  today: '今天',
  month: '本月',
  nothing: '本月还没有用过。',
  what: '用途',
  requests: '请求',
  tokens: 'Token',
  cost: '费用',
  unknown: '–',
  purposes: {
    turn: '回复',
    fold: '剧情摘要',
    rewrite: '重写摘要',
    import: '导入的记录',
    sheet: '角色设定',
    draft: '代写',
    recall: '回忆用的向量',
    test: '测试',
  },
  limits: '后台工作的上限',
  limitsHint:
    '只限摘要、角色设定、代写和向量，不限回复。留空即不限。填了“每次导入”，导入长记录后会直接归纳，不再询问。',
  limitRows: { perDay: '每日', perMonth: '每月', perImport: '每次导入' },
  limitColumns: { requests: '请求', tokens: 'Token', money: '金额' },
  noLimit: '不限',
  noPrice: '填了价格，金额上限才会生效。',
  wrong: '请填 0 或更大的数；请求和 token 要填整数。',
};
