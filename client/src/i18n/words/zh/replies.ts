import type { Words } from '../en.js';

/** How a reply comes, and how it ended. */
export const replies: Words['replies'] = {
  duration: (seconds) =>
    seconds < 60 ? `${seconds} 秒` : `${Math.floor(seconds / 60)} 分 ${seconds % 60} 秒`,
  thinking: (time) => `思考中… ${time}`,
  thought: (time) => `思考了 ${time}`,
  thoughts: '思考过程',
  noModel: '没有经过语言模型',
  pause: {
    model_rate_limited: '模型服务器限制了请求频率。',
    model_unreachable: '模型服务器尚未就绪。',
  },
  askingAgain: (time) => `${time}后重试`,
  ended: {
    length: '达到长度上限，回复被截断。',
    filtered: '被服务商的内容过滤截断。',
  },
  none: '回复失败。',
  heldBack: '服务商的内容过滤拦截了这条回复。可以重试，或换个说法。',
  roomUsedUp: '模型把回复长度都用在了思考上。请在“模型”里调低思考强度，或调大回复长度。',
  onlyThought: '模型只有思考，没有回复。',
  says: '服务器信息：',
  tool: '调用的工具：',
};
