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

const SEALED = 'It is kept encrypted and never shown again.';

export const bridgeKinds: Record<BridgeKind, KindWords> = {
  onebot: {
    name: 'QQ and others (OneBot v11)',
    steps: [
      'Run a gateway that speaks OneBot v11, such as NapCat or Lagrange, and sign in there with the bot’s QQ account.',
      'In the gateway, add a WebSocket server if Keepsake is to call it, or a WebSocket client if it is to call Keepsake.',
      'Enter the same access token there and here, then save. If the gateway calls, give it the address that appears here.',
      'Then get a pairing code here, and send it to the bot in a private chat from your own account.',
    ],
    fields: {
      endpoint: { label: 'Address of the gateway', hint: 'Such as ws://127.0.0.1:3001' },
      accessToken: { label: 'Access token', hint: `The same as in the gateway. ${SEALED}` },
    },
    uncalled: 'waiting for the gateway to call',
    ids: { rooms: 'Group numbers, one a line' },
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
      endpoint: { label: 'Address of the REST interface', hint: 'Empty: Discord’s own' },
      token: { label: 'Token of the bot', hint: SEALED },
    },
    ids: {
      servers: 'Server ids, one a line: all of their channels are let in',
      rooms: 'Channel ids, one a line',
      roles: 'Role ids; empty: everybody there',
    },
  },
  telegram: {
    name: 'Telegram',
    steps: [
      'In Telegram, write /newbot to @BotFather. It makes a bot and tells you its token.',
      'Enter the token here, and save.',
      'Then get a pairing code here, and send it to the bot in a private chat.',
      'For groups: add the bot to the group and mention it. It tells you the number of the group; enter that under “Groups and channels”.',
    ],
    fields: {
      endpoint: { label: 'Address of the Bot API', hint: 'Empty: Telegram’s own' },
      token: { label: 'Token of the bot', hint: SEALED },
    },
    ids: {
      rooms:
        'Numbers of groups, such as -1001234567890, one a line; of one topic alone, such as -1001234567890:7. To answer to its name or to everybody, switch group privacy off at @BotFather.',
    },
  },
  'wechat-official': {
    name: 'WeChat account (公众号, 服务号)',
    steps: [
      'On mp.weixin.qq.com, under 设置与开发 → 开发接口管理 → 基本配置, copy the AppID. Reset the AppSecret and copy it, and add the address of this server to the IP 白名单.',
      'Make a token below, enter everything here, and save. The bridge then shows its address.',
      'Under 服务器配置 at WeChat enter that address as URL, the same token, the same EncodingAESKey, and choose 安全模式. Submit, and turn it on (启用).',
      'Then get a pairing code here, and send it to the account in WeChat.',
    ],
    fields: {
      endpoint: { label: 'Address of the API', hint: 'Empty: https://api.weixin.qq.com' },
      appId: { label: 'AppID', hint: 'It begins with wx' },
      token: {
        label: 'Token',
        hint: `The same as at WeChat: 16 to 32 letters and digits, which nobody can guess. ${SEALED}`,
      },
      encodingAesKey: {
        label: 'EncodingAESKey',
        hint: `The 43 characters at WeChat (随机生成). With it, only sealed messages are taken. Empty: 明文模式. ${SEALED}`,
      },
      appSecret: {
        label: 'AppSecret',
        hint: `For replies that take longer than five seconds, which verified accounts may send. Empty: the person asks for them by “继续”. ${SEALED}`,
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
      endpoint: { label: 'Address of the long connection', hint: 'Empty: wss://openws.work.weixin.qq.com' },
      botId: { label: 'Bot ID', hint: 'As WeCom shows it' },
      secret: { label: 'Secret', hint: SEALED },
    },
    ids: { rooms: 'Ids of group chats, one a line: the bot tells a group’s when it is mentioned there' },
    reasons: { unauthorized: 'Bot ID or Secret was not accepted' },
  },
  ilink: {
    name: 'WeChat (iLink)',
    steps: [
      'You need WeChat on your phone, signed in with the account that is to have the bot. It is a bot of that account alone: nobody else can talk with it.',
      'Choose who answers, save, and press “Sign in by QR code”.',
      'Scan the code with WeChat, and confirm on the phone. WeChat may show a number there: enter it here.',
      'Then get a pairing code here, and send it to the bot in WeChat.',
    ],
    fields: { endpoint: { label: 'Address of iLink', hint: 'Empty: WeChat’s own' } },
    ids: {},
  },
};
