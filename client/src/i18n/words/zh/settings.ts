import type { Words } from '../en.js';

export const settings: Words['settings'] = {
  title: '设置',
  all: '全部设置',
  sections: {
    models: '模型',
    appearance: '外观',
    personas: '我的身份',
    data: '数据与设备',
    about: '关于',
  },
  about: '一个不会遗忘的角色扮演与陪伴服务，所有内容都保存在你自己的服务器上。',
  version: (version) => `Keepsake ${version}`,
  language: '语言',
  theme: '主题',
  system: '跟随系统',
  light: '浅色',
  dark: '深色',
  pictures: '消息里的图片',
  picturesShow: '显示图片',
  picturesHint:
    '开启后，消息里写到的图片都由你的服务器去取。对方网站会知道你的服务器何时来取过，但看不到你的浏览器。',
  signOut: '退出登录',
};
