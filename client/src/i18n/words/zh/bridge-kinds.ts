import type { bridgeKinds as inEnglish } from '../en/bridge-kinds.js';

const SEALED = '加密保存，不再显示。';

export const bridgeKinds: typeof inEnglish = {
  onebot: {
    name: 'QQ 等（OneBot v11）',
    steps: [
      '运行一个支持 OneBot v11 的网关，例如 NapCat 或 Lagrange，并用机器人的账号登录。',
      '在网关里添加一个 WebSocket：服务器（由 Keepsake 去连），或客户端（由它来连 Keepsake）。',
      '把下面的访问令牌填进网关，然后在这里保存。',
      '在下面取一个配对码，私聊发给机器人。',
    ],
    fields: {
      endpoint: { label: '网关地址', hint: '例如 ws://127.0.0.1:3001' },
      accessToken: { label: '访问令牌', hint: `和网关里填的一样。${SEALED}` },
    },
    ids: { rooms: '群号，每行一个' },
  },
  discord: {
    name: 'Discord',
    steps: [
      '在 discord.com/developers 创建一个应用，在其中创建机器人，复制它的令牌。',
      '在 “Installation” 或 “OAuth2” 里生成链接，范围选 “bot” 和 “applications.commands”，权限包括发送消息、读取历史和管理 Webhook。打开链接，把机器人加进你的服务器。',
      '在这里填入令牌并保存。',
      '在下面取一个配对码，私聊发给机器人。',
    ],
    fields: {
      endpoint: { label: 'REST 接口地址', hint: '留空则用 Discord 官方的' },
      token: { label: '机器人令牌', hint: SEALED },
    },
    ids: {
      servers: '服务器 ID，每行一个：开放其中所有频道',
      rooms: '频道 ID，每行一个',
      roles: '身份组 ID；留空则不限',
    },
  },
};
