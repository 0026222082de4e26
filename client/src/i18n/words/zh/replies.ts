import type { Words } from '../en.js';

/** How a reply comes, and how it ended. */
export const replies: Words['replies'] = {
  duration: (seconds) =>
    seconds < 60 ? `${seconds} 秒` : `${Math.floor(seconds / 60)} 分 ${seconds % 60} 秒`,
  thinking: (time) => `思考中… ${time}`,
  thought: (time) => `思考了 ${time}`,
  thoughts: '思考过程',
  pause: {
    model_rate_limited: '模型服务器要求稍等。',
    model_unreachable: '模型服务器还没有准备好。',
  },
  askingAgain: (time) => `${time}后重试`,
  ended: {
    length: '达到长度上限，回复被截断。',
    filtered: '被服务商的内容过滤截断。',
  },
  none: '没有回复。',
  heldBack: '服务商的内容过滤拦下了这条回复。可以重试，或者换个说法。',
  roomUsedUp: '模型把篇幅全用在了思考上，没有开口。请让它少想一点，或者放宽回复长度。',
  onlyThought: '模型只思考了，没有开口。',
  says: '服务器原话：',
  tool: '它要调用：',
};
