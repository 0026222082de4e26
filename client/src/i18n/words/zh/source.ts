import type { Words } from '../en.js';

export const source: Words['source'] = {
  title: '原文',
  upTo: '故事知道到',
  whole: '结尾',
  beginAt: '从故事的某一处开始',
  beginHint: '此后的事，角色设定和原文里都不会有。',
  begin: '从那里开始',
  standsAt: (title) => `这个对话停在“${title}”的结尾。`,
  pin: '附上原文全文',
  pinAuto: '占窗口不到一半时',
  pinOn: '只要放得下',
  pinOff: '从不',
  pinHint: '要腾地方时，原文先于任何一条消息撤出；送出了什么，每轮都有记录。',
  sent: '现在一字不差地送出。',
  notSent: {
    no_source: '没有送出：这个角色没有原文。',
    never: '没有整篇送出；每一轮都会找出与所说的话相合的段落。',
    made_room: '为了给消息腾地方，原文已经撤出；每一轮都会找出与所说的话相合的段落。',
    folded: '有消息归入摘要之后，原文不会自动送出；每一轮都会找出与所说的话相合的段落。',
    too_long: '没有整篇送出：它占的窗口太多；每一轮都会找出与所说的话相合的段落。',
  },
  takes: (estimate) => `撰写要${estimate}。`,
  atMost: '最多用（词元）',
  noLimit: '不限',
  paid: '以前写过，不再花费。',
  partlyPaid: (parts) => `其中 ${parts} 个部分以前写过。`,
};
