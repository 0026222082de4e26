import { webAddress } from '../core/web-address.js';
import type { InboundPicture } from '../running/platform.js';

/** What WeChat pushes: somebody says something, has come, or did something that nobody answers. */
export interface Push {
  kind: 'said' | 'come' | 'other';
  /** The same each time that it is pushed. */
  id: string;
  /** The person, by the account's own number for them (OpenID). */
  from: string;
  /** The account itself (原始 ID). */
  to: string;
  /** In seconds since 1970, by WeChat's clock. */
  at: number;
  text: string;
  pictures: InboundPicture[];
}

/** What stands for that which is no text, in the language of whoever writes to a Chinese platform. */
const NAMED: ReadonlyMap<string, string> = new Map([
  ['image', '[图片]'],
  ['voice', '[语音]'],
  ['video', '[视频]'],
  ['shortvideo', '[视频]'],
]);
const ID = /^[\w-]{1,64}$/;

/** Reads what was pushed (接收普通消息; 接收事件推送); null where nobody can be answered. */
export function readPush(fields: ReadonlyMap<string, string>): Push | null {
  const field = (name: string) => fields.get(name) ?? '';
  const [from, to, type] = [field('FromUserName'), field('ToUserName'), field('MsgType').toLowerCase()];
  const at = Number(field('CreateTime'));
  if (!ID.test(from) || !ID.test(to) || !Number.isSafeInteger(at)) return null;
  const event = type === 'event' ? field('Event').toLowerCase() : '';
  const msgId = field('MsgId');
  // Events have no number (被动回复用户消息: "关于重试的消息排重").
  const id = ID.test(msgId) ? msgId : `${from} ${at} ${event || type}`.slice(0, 200);
  const pictures = type === 'image' ? picturesAt(field('PicUrl')) : [];
  const push = { id, from, to, at, pictures };
  if (event === 'subscribe') return { ...push, kind: 'come', text: '' };
  // What a button of the account's menu stands for is its owner's word.
  const text = event === 'click' ? field('EventKey') : event || pictures.length ? '' : saidIn(type, field);
  return { ...push, kind: text.trim() === '' && !pictures.length ? 'other' : 'said', text };
}

/** `PicUrl`, an address of the web's; where it is none, the picture is named. */
function picturesAt(given: string): InboundPicture[] {
  const source = webAddress(given);
  return source === null ? [] : [{ kind: 'picture', name: '', source }];
}

function saidIn(type: string, field: (name: string) => string): string {
  switch (type) {
    case 'text':
      return field('Content');
    case 'voice':
      return field('Recognition') || NAMED.get('voice')!;
    case 'location':
      return `[位置：${field('Label') || `${field('Location_X')}, ${field('Location_Y')}`}]`;
    case 'link':
      return `[链接：${field('Title')} ${field('Url')}]`;
    default:
      return NAMED.get(type) ?? '';
  }
}
