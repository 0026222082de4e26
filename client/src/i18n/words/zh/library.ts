import type { Words } from '../en.js';

export const library: Words['library'] = {
  title: '角色',
  conversations: '对话',
  talk: '聊天',
  talkTo: (name) => `与${name}聊天`,
  sheet: '角色设定',
  sheetOf: (name) => `${name}的角色设定`,
  create: '新建角色',
  sample: '样例',
  reading: '解析中',
  needsChoice: '待选角色',
  more: '显示更多',
  noConversations: '还没有说过话。',
  welcome: '带一部小说来，或一个链接；在里面认识一个人。你说过的每一句话，都会留着。',
  welcomeMore:
    'Keepsake 读完文本，写下一个人的设定，每一条都注明出处；然后你就可以同他说话，想说多久就说多久，一路上什么也不会忘。',
  try: '也可以先和已经在这里的人聊聊。',
  messages: (_n, shown) => `${shown} 条消息`,
};
