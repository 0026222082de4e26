import type { BridgeKind } from '../../../../../src/contracts/bridge.js';

/** What is said of one kind of bridge. */
export interface KindWords {
  name: string;
  /** What it needs, step by step. */
  steps: string[];
  /** Its own settings by name: `endpoint`, secrets, what else is asked for. */
  fields: Record<string, { label: string; hint: string }>;
  /** How it stands until whoever calls it has. */
  uncalled?: string;
  /** What is typed into its lists of ids. */
  ids: { servers?: string; rooms?: string; roles?: string };
  /** Reasons, by their codes, that are something else here than elsewhere. */
  reasons?: Record<string, string>;
}

const SEALED = 'Stored encrypted, never shown again.';

export const bridgeKinds: Record<BridgeKind, KindWords> = {
  onebot: {
    name: 'QQ and others (OneBot v11)',
    steps: [
      'Run a gateway that speaks OneBot v11, such as NapCat or Lagrange, and sign in there with the bot’s QQ account.',
      'In the gateway, add a WebSocket server for Keepsake to connect to, or a WebSocket client that connects to Keepsake.',
      'Enter the same access token there and here, then save. If the gateway connects, give it the address that appears here.',
      'Then get a pairing code here, and send it to the bot in a private chat from your own account.',
    ],
    fields: {
      endpoint: { label: 'Gateway address', hint: 'Such as ws://127.0.0.1:3001' },
      accessToken: { label: 'Access token', hint: `The same as in the gateway. ${SEALED}` },
    },
    uncalled: 'waiting for the gateway to connect',
    ids: { rooms: 'Group numbers, one per line' },
  },
  discord: {
    name: 'Discord',
    steps: [
      'On discord.com/developers/applications, press New Application. Under Bot, press Reset Token and copy the token.',
      'Under OAuth2 → URL Generator, tick “bot” and “applications.commands”, and the permissions View Channels, Send Messages, Send Messages in Threads, Read Message History and Manage Webhooks. Open the link to add the bot to your server.',
      'Enter the token here, and save.',
      'Then get a pairing code here, and send it to the bot as a direct message.',
    ],
    fields: {
      endpoint: { label: 'REST API address', hint: 'Leave empty for Discord’s own' },
      token: { label: 'Bot token', hint: SEALED },
    },
    ids: {
      servers: 'Server IDs, one per line: all their channels are allowed',
      rooms: 'Channel IDs, one per line',
      roles: 'Role IDs; leave empty for everyone',
    },
  },
  telegram: {
    name: 'Telegram',
    steps: [
      'In Telegram, write /newbot to @BotFather. It makes a bot and tells you its token.',
      'Enter the token here, and save.',
      'Then get a pairing code here, and send it to the bot in a private chat.',
      'For groups: add the bot to the group and mention it. It tells you the number of the group; enter it under “Groups and channels”.',
    ],
    fields: {
      endpoint: { label: 'Bot API address', hint: 'Leave empty for Telegram’s own' },
      token: { label: 'Bot token', hint: SEALED },
    },
    ids: {
      rooms:
        'Numbers of groups, such as -1001234567890; one per line. For one topic only: -1001234567890:7. To reply to its name or to everyone, turn group privacy off at @BotFather.',
    },
  },
  'wechat-official': {
    name: 'WeChat account (公众号, 服务号)',
    steps: [
      'On mp.weixin.qq.com, under 设置与开发 → 开发接口管理 → 基本配置, copy the AppID. Reset the AppSecret and copy it, and add the address of this server to the IP 白名单.',
      'Generate a token below, enter everything here, and save. The bridge then shows its address.',
      'Under 服务器配置 at WeChat enter that address as URL, the same token, the same EncodingAESKey, and choose 安全模式. Submit, and turn it on (启用).',
      'Then get a pairing code here, and send it to the account in WeChat.',
    ],
    fields: {
      endpoint: { label: 'Address of the API', hint: 'Leave empty for https://api.weixin.qq.com' },
      appId: { label: 'AppID', hint: 'It begins with wx' },
      token: {
        label: 'Token',
        hint: `The same as at WeChat: 16 to 32 letters and digits, hard to guess. ${SEALED}`,
      },
      encodingAesKey: {
        label: 'EncodingAESKey',
        hint: `The 43 characters at WeChat (随机生成). With it, only encrypted messages are accepted. Leave empty for 明文模式. ${SEALED}`,
      },
      appSecret: {
        label: 'AppSecret',
        hint: `For replies that take longer than five seconds, which verified accounts may send. Without it, people fetch them by sending “继续”. ${SEALED}`,
      },
    },
    uncalled: 'waiting for WeChat’s first call',
    ids: {},
    reasons: { unauthorized: 'AppID or AppSecret was not accepted' },
  },
  wecom: {
    name: 'WeCom bot (企业微信智能机器人)',
    steps: [
      'In WeCom, open 工作台 → 智能机器人 → 创建机器人, and choose 手动创建.',
      'Choose API 模式, and 使用长连接. Copy the Bot ID and the Secret.',
      'Enter both here, and save.',
      'Then get a pairing code here, and send it to the bot in a private chat.',
    ],
    fields: {
      endpoint: {
        label: 'Address of the long connection',
        hint: 'Leave empty for wss://openws.work.weixin.qq.com',
      },
      botId: { label: 'Bot ID', hint: 'As WeCom shows it' },
      secret: { label: 'Secret', hint: SEALED },
    },
    ids: { rooms: 'Group chat IDs, one per line: mention the bot in a group, and it tells the ID' },
    reasons: { unauthorized: 'Bot ID or Secret was not accepted' },
  },
  ilink: {
    name: 'WeChat (iLink)',
    steps: [
      'You need WeChat on your phone, signed in with the account that will have the bot. The bot belongs to that account only: nobody else can talk to it.',
      'Choose who replies, save, and press “Sign in by QR code”.',
      'Scan the code with WeChat, and confirm on the phone. WeChat may show a number there: enter it here.',
      'Then get a pairing code here, and send it to the bot in WeChat.',
    ],
    fields: { endpoint: { label: 'Address of iLink', hint: 'Leave empty for WeChat’s own' } },
    ids: {},
  },
};
