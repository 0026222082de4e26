import type { Words } from '../en.js';

/** Web Push: this device is told that a reply is ready. */
export const notifications: Words['notifications'] = {
  replied: (name) => `${name}回复了你`,
  example: '沈青',
  what: (sentence) => `回复写好而你没有在看这个对话时，会收到“${sentence}”这样的通知，通知里不含消息内容。`,
  here: '在这台设备上通知我',
  how: '通知加密后经浏览器的推送服务送达。退出登录后不再通知。',
  states: {
    insecure:
      '浏览器只允许 https 页面或运行 Keepsake 的电脑本机（localhost）使用通知。请为 Keepsake 配置 https 后再开启。',
    not_installed:
      '在 iPhone 或 iPad 上，请先把 Keepsake 添加到主屏幕（分享 → 添加到主屏幕），再从主屏幕打开。',
    unsupported: '这个浏览器不支持推送通知。',
    denied: '浏览器已禁止本站的通知。请点地址栏旁的图标，把“通知”改为“允许”。',
  },
};
