import { chat } from './zh/chat.js';
import { library } from './zh/library.js';
import { memory } from './zh/memory.js';
import { newCharacter } from './zh/new-character.js';
import { prose } from './zh/prose.js';
import { notifications } from './zh/notifications.js';
import { problems } from './zh/problems.js';
import { replies } from './zh/replies.js';
import { settings } from './zh/settings.js';
import { signIn } from './zh/sign-in.js';
import type { FirstWords } from './en.js';

export const zh: FirstWords = {
  tag: 'zh-CN',
  close: '关闭',
  cancel: '取消',
  leaveTitle: '不保存就离开吗？',
  leaveText: '这里的改动会丢失。',
  stay: '留下',
  leave: '不保存，离开',
  save: '保存',
  remove: '移除',
  delete: '删除',
  retry: '重试',
  wait: '请稍候…',
  yesterday: '昨天',
  today: '今天',
  details: '服务器信息',
  backToLibrary: '返回主页',
  comma: '、',
  between: '',
  newVersion: '新版本已就绪。',
  reload: '重新载入',
  understudy: '还没有接入模型，回复只会引用原文。',
  connectModel: '接入模型',
  offline: '与服务器的连接已断开，正在重连…',
  notFound: '找不到内容，可能已被删除。',

  settings,
  notifications,
  signIn,
  library,
  newCharacter,
  chat,
  memory,
  replies,
  prose,
  problems,
};
