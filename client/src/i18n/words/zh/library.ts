import type { Words } from '../en.js';

export const library: Words['library'] = {
  title: '人物',
  conversations: '对话',
  talk: '交谈',
  talkTo: (name) => `与${name}交谈`,
  sheet: '小传',
  sheetOf: (name) => `${name}的小传`,
  create: '新人物',
  sample: '样例',
  reading: '正在读',
  needsChoice: '等你选人',
  more: '显示更多',
  noConversations: '还没有说过话。',
  welcome: '带一部小说来，或一个链接；在里面认识一个人。你说过的每一句话，都会留着。',
  welcomeMore:
    'Keepsake 读完文本，写下一个人的小传，每一条都注明出处；然后你就可以同他说话，想说多久就说多久，一路上什么也不会忘。',
  try: '也可以先和已经在这里的人聊聊。',
  messages: (_n, shown) => `${shown} 条消息`,
};
