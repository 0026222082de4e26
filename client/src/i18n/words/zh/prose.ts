import type { Words } from '../en.js';

/** What stands in messages besides their words. */
export const prose: Words['prose'] = {
  openLink: '这个链接指向',
  open: '打开',
  failedAttempts: (n) => `${n} 次尝试都失败了`,
  show: '显示',
  hide: '收起',
};
