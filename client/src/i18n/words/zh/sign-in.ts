import type { Words } from '../en.js';

export const signIn: Words['signIn'] = {
  title: '登录 Keepsake',
  token: '访问令牌',
  tokenHint: '令牌在服务器上，数据文件夹（.keepsake）的 owner-token 文件里。',
  linkHint: '也可以打开登录链接：服务器每次启动都会打印一个，已登录的设备也能在“设置 → 数据与设备”里生成。',
  submit: '登录',
  opening: '正在登录…',
  codeFailed: '链接已过期或已被使用。请输入访问令牌，或取得新的链接。',
};
