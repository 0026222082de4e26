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
  noConversations: '还没有对话。',
  welcome: '选一个角色，开始聊天',
  welcomeMore: '也可以自己创建：手写设定、导入角色卡，或解析小说和链接。每一条消息都会保存，不会遗忘。',
};
