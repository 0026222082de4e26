import type { Words } from '../en.js';

export const settings: Words['settings'] = {
  open: '设置',
  language: '语言',
  theme: '外观',
  system: '跟随系统',
  light: '浅色',
  dark: '深色',
  pictures: '消息里的图片',
  picturesShow: '显示图片',
  picturesHint:
    '开启后，消息里写到的图片都由你的服务器去取。对方网站会知道你的服务器何时来取过，但看不到你的浏览器。',
  signOut: '退出登录',
};
