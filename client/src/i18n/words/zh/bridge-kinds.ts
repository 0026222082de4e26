import type { bridgeKinds as inEnglish } from '../en/bridge-kinds.js';

const SEALED = '加密保存，不再显示。';

export const bridgeKinds: typeof inEnglish = {
  onebot: {
    name: 'QQ 等（OneBot v11）',
    steps: [
      '运行一个支持 OneBot v11 的网关，例如 NapCat 或 Lagrange，并用机器人的账号登录。',
      '在网关里添加一个 WebSocket：服务器（由 Keepsake 去连），或客户端（由它来连 Keepsake）。',
      '网关和这里填同样的访问令牌，然后保存。如果由网关来连，再把这里显示的地址填进网关。',
      '保存后取一个配对码，用你自己的账号私聊发给机器人。',
    ],
    fields: {
      endpoint: { label: '网关地址', hint: '例如 ws://127.0.0.1:3001' },
      accessToken: { label: '访问令牌', hint: `和网关里填的一样。${SEALED}` },
    },
    uncalled: '等待网关连接',
    ids: { rooms: '群号，每行一个' },
  },
  discord: {
    name: 'Discord',
    steps: [
      '打开 discord.com/developers/applications，点 New Application；在 Bot 页点 Reset Token，复制令牌。',
      '在 OAuth2 → URL Generator 里勾选 bot 和 applications.commands，权限选 View Channels、Send Messages、Send Messages in Threads、Read Message History、Manage Webhooks。打开生成的链接，把机器人加进你的服务器。',
      '在这里填入令牌并保存。',
      '保存后取一个配对码，私信发给机器人。',
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
  telegram: {
    name: 'Telegram',
    steps: [
      '在 Telegram 里给 @BotFather 发送 /newbot，创建机器人，得到令牌。',
      '在这里填入令牌并保存。',
      '保存后取一个配对码，私聊发给机器人。',
      '要在群里用：把机器人拉进群，@它 说句话，它会告诉你群的编号，填到“群和频道”里。',
    ],
    fields: {
      endpoint: { label: 'Bot API 地址', hint: '留空则用 Telegram 官方的' },
      token: { label: '机器人令牌', hint: SEALED },
    },
    ids: {
      rooms:
        '群编号，例如 -1001234567890，每行一个；只开放一个话题则写 -1001234567890:7。要让它回应名字或所有人，请在 @BotFather 关闭群隐私模式（group privacy）。',
    },
  },
  'wechat-official': {
    name: '公众号 / 服务号',
    steps: [
      '登录 mp.weixin.qq.com，在“设置与开发 → 开发接口管理 → 基本配置”里复制 AppID；重置 AppSecret 并复制，再把这台服务器的地址加进“IP 白名单”。',
      '在下面生成一个令牌，都填好后保存，就会显示回调地址。',
      '在微信的“服务器配置”里，URL 填这个地址，Token 和 EncodingAESKey 与这里一致，加解密方式选“安全模式”。提交后点“启用”。',
      '保存后取一个配对码，在微信里发给这个号。',
    ],
    fields: {
      endpoint: { label: 'API 地址', hint: '留空则用 https://api.weixin.qq.com' },
      appId: { label: 'AppID', hint: '以 wx 开头' },
      token: {
        label: '令牌（Token）',
        hint: `和微信里填的一样：16 到 32 位字母和数字，别人猜不到。${SEALED}`,
      },
      encodingAesKey: {
        label: '消息加解密密钥（EncodingAESKey）',
        hint: `微信里“随机生成”的 43 个字符。填了就只收加密的消息；留空则用明文模式。${SEALED}`,
      },
      appSecret: {
        label: 'AppSecret',
        hint: `用于五秒内写不完的回复，认证过的号才能发。留空则由对方发“继续”来取。${SEALED}`,
      },
    },
    uncalled: '等待微信首次调用',
    ids: {},
    reasons: { unauthorized: 'AppID 或 AppSecret 不被接受' },
  },
  wecom: {
    name: '企业微信智能机器人',
    steps: [
      '在企业微信打开“工作台 → 智能机器人 → 创建机器人”，选“手动创建”。',
      '选“API 模式”，连接方式选“使用长连接”，复制 Bot ID 和 Secret。',
      '填到这里并保存。',
      '保存后取一个配对码，私聊发给机器人。',
    ],
    fields: {
      endpoint: { label: '长连接地址', hint: '留空则用 wss://openws.work.weixin.qq.com' },
      botId: { label: 'Bot ID', hint: '企业微信里显示的' },
      secret: { label: 'Secret', hint: SEALED },
    },
    ids: { rooms: '群聊 ID，每行一个：在群里 @机器人，它会说出这个群的 ID' },
    reasons: { unauthorized: 'Bot ID 或 Secret 不被接受' },
  },
  ilink: {
    name: '微信（iLink）',
    steps: [
      '需要手机上的微信，登录要使用机器人的账号。机器人只属于这个账号，别人不能和它聊天。',
      '选好由谁回复，保存，然后点“扫码登录”。',
      '用微信扫码，在手机上确认。如果手机上显示一串数字，填到这里。',
      '登录后取一个配对码，在微信里发给机器人。',
    ],
    fields: { endpoint: { label: 'iLink 地址', hint: '留空则用微信官方的' } },
    ids: {},
  },
};
