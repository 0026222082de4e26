import { about } from './zh/about.js';
import { appearance } from './zh/appearance.js';
import { backup } from './zh/backup.js';
import { bridges } from './zh/bridges.js';
import { chat } from './zh/chat.js';
import { devices } from './zh/devices.js';
import { imports } from './zh/imports.js';
import { ingest } from './zh/ingest.js';
import { library } from './zh/library.js';
import { lorebook } from './zh/lorebook.js';
import { memory } from './zh/memory.js';
import { models } from './zh/models.js';
import { newCharacter } from './zh/new-character.js';
import { picture } from './zh/picture.js';
import { prose } from './zh/prose.js';
import { notifications } from './zh/notifications.js';
import { problems } from './zh/problems.js';
import { prompts } from './zh/prompts.js';
import { replies } from './zh/replies.js';
import { review } from './zh/review.js';
import { settings } from './zh/settings.js';
import { sheet } from './zh/sheet.js';
import { signIn } from './zh/sign-in.js';
import { source } from './zh/source.js';
import { spending } from './zh/spending.js';
import type { Words } from './en.js';

export const zh: Words = {
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
  offline: '与服务器的连接已断开，正在重连…',
  notFound: '找不到内容，可能已被删除。',

  settings,
  appearance,
  notifications,
  about,
  devices,
  signIn,
  library,
  models,
  newCharacter,
  imports,
  picture,
  ingest,
  source,
  sheet,
  backup,
  chat,
  memory,
  replies,
  review,
  lorebook,
  prompts,
  prose,
  spending,
  bridges,
  problems,
};
