import type { Words } from '../en.js';

export const devices: Words['devices'] = {
  title: '已登录的设备',
  hint: '下面每个浏览器都有全部权限。让某台设备退出，会立即生效。',
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
  link: {
    make: '在其他设备上登录',
    another: '重新生成链接',
    label: '登录链接',
    qr: '登录链接的二维码',
    address: '地址',
    valid: (time) => `用另一台设备扫码或打开链接。${time} 前有效，只能用一次。`,
    onlyHere: 'Keepsake 目前只在本机监听。要从局域网里的其他设备访问，请用 HOST=0.0.0.0 启动。',
  },
};
