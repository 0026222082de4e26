import type { Words } from '../en.js';

export const settings: Words['settings'] = {
  title: '设置',
  all: '全部设置',
  sections: {
    models: '模型',
    appearance: '外观',
    personas: '我的身份',
    notifications: '通知',
    bridges: '接入',
    data: '数据与设备',
    keys: 'API 密钥',
    webhooks: 'Webhook',
    about: '关于',
  },
  language: '语言',
  theme: '主题',
  system: '跟随系统',
  light: '浅色',
  dark: '深色',
  signOut: '退出登录',
};
