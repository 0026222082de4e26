import type { Words } from '../en.js';

export const signIn: Words['signIn'] = {
  title: '登录 Keepsake',
  how: '请打开 npm start 在终端里打印的链接。链接十分钟内有效，只能用一次；重新启动会打印新的。',
  or: '或者粘贴访问令牌',
  token: '访问令牌',
  tokenHint: '它在数据文件夹的 owner-token 文件里。',
  submit: '登录',
  opening: '正在登录…',
  codeFailed: '这个链接已经用过，或者过期了。请重新启动服务器取得新链接，或粘贴令牌。',
};
