import type { Words } from '../en.js';

export const source: Words['source'] = {
  title: '原文',
  upTo: '已知剧情截至',
  whole: '结尾',
  beginAt: '从故事的某一处开始',
  beginHint: '之后发生的事，角色一概不知。',
  begin: '从这里开始',
  standsAt: (title) => `这个对话处于“${title}”的结尾。`,
  pin: '附上原文全文',
  pinAuto: '不到上下文窗口一半时',
  pinOn: '只要放得下',
  pinOff: '从不',
  pinHint: '空间不足时先去掉原文，再归纳消息。每回合的提示词会显示是否发送。',
  sent: '全文发送中。',
  notSent: {
    no_source: '未发送：这个角色没有来源。',
    never: '没有全文发送，每回合会回忆相关段落。',
    made_room: '为消息腾出空间而去掉，每回合会回忆相关段落。',
    folded: '消息归入摘要后不再全文发送，每回合会回忆相关段落。',
    too_long: '太长，无法全文发送，每回合会回忆相关段落。',
  },
  takes: (estimate) => `撰写需要${estimate}。`,
  atMost: 'Token 上限',
  noLimit: '不限',
  paid: '已写过，不再花费。',
  partlyPaid: (parts) => `其中 ${parts} 部分已写过。`,
};
