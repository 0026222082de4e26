import type { Words } from '../en.js';

export const devices: Words['devices'] = {
  title: '已登录的设备',
  hint: '下面每个浏览器都能打开这里的一切。让其中一个退出，无论它在哪里，都会立刻断开。',
  unknown: '未知设备',
  current: '本机',
  since: (when) => `登录于 ${when}`,
  seen: (when) => `最近使用 ${when}`,
  end: '退出',
  endOf: (device, address) => `退出：${device}，${address}`,
  endOthers: '退出其他所有设备',
  endOthersTitle: '让其他所有设备退出登录？',
  endOthersText: '它们会立刻断开；再次进入需要令牌或新的链接。',
  alone: '没有其他设备登录。',
};
