import type { Words } from '../en.js';

export const model: Words['model'] = {
  label: '模型',
  window: (tokens, from) => `，上下文窗口 ${tokens} 词元${from ? `（${from}）` : ''}`,
  from: {
    configured: '由配置指定',
    server: '由模型服务器告知',
    table: '取自已知模型表',
    default: '默认值',
  },
  understudyTitle: '还没有接入语言模型',
  understudy: '现在是“替身”在应答。它只是一个小程序，不是语言模型：只会用收到的文本里的句子作答。',
  connect: '怎样接入',
  connectHow:
    '停下服务器，带上模型的地址、密钥和名字重新启动。凡是兼容 OpenAI 协议的服务都可以，本机上的也行。',
  understudyShort: '替身，不是语言模型',
};
