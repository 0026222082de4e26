import { type Segment, textOf, toSegments } from './segments.js';
import type { Group, Kept, QqWorld } from './world.js';

export type Params = Record<string, unknown>;

/** Where a message goes. */
export interface Target {
  user?: number;
  group?: number;
}

/** An action that is refused; `retcode` 1400 for parameters, 1200 for what QQ does not do (NapCat's `OneBotAction`). */
export class Refusal extends Error {
  constructor(
    readonly retcode: number,
    message: string,
  ) {
    super(message);
  }
}

/** NapCat's words where QQ's own client says no, with QQ's code: 120 muted, 110 not in the group, 34 too long. */
export function kernelRefusal(result: number, errMsg = ''): Refusal {
  return new Refusal(1200, `EventChecker Failed: ${EVENT}${JSON.stringify({ result, errMsg }, null, 4)}\n`);
}

/** NapCat's words where QQ's client never told it what came of a message: it may have been sent, or held back. */
export function kernelTimeout(): Refusal {
  return new Refusal(1200, `Timeout: ${EVENT}${JSON.stringify({ result: 0, errMsg: '' }, null, 4)}\n`);
}

const EVENT =
  'NTEvent serviceAndMethod:NodeIKernelMsgService/sendMsg ListenerName:NodeIKernelMsgListener/onMsgInfoListUpdate EventRet:\n';

/** How a kept message is shown by `get_msg` and the histories, and what is pushed of it. */
type Show = (message: Kept) => object;
type Send = (target: Target, segments: Segment[]) => Promise<number> | number;

export interface Actions {
  world: QqWorld;
  show: Show;
  send: Send;
  /** A message is taken back; everybody is told. */
  recall(message: Kept): void;
}

/** What the gateway can do, by name (`api/public.md`, and some that NapCat has beside it). */
export const ACTIONS: Record<string, (fake: Actions, params: Params) => unknown> = {
  send_private_msg: (fake, params) => say(fake, params, { user: numberOf(params, 'user_id') }),
  send_group_msg: (fake, params) => say(fake, params, { group: numberOf(params, 'group_id') }),
  send_msg: (fake, params) => {
    const { message_type: type } = params;
    if (type !== undefined && type !== 'private' && type !== 'group')
      throw new Refusal(1400, 'Key: message_type, Message: Expected union value');
    if (type !== 'private' && params['group_id'])
      return say(fake, params, { group: numberOf(params, 'group_id') });
    if (type === 'group' || !params['user_id']) throw new Refusal(1200, '请指定正确的 group_id 或 user_id');
    return say(fake, params, { user: numberOf(params, 'user_id') });
  },
  delete_msg: (fake, params) => {
    const message = messageOf(fake, params);
    // QQ lets a member take back what he said, for two minutes.
    if (message.from !== fake.world.selfId || Date.now() - message.at > 120_000)
      throw new Refusal(1200, 'Recall failed');
    fake.recall(message);
    return null;
  },
  get_msg: (fake, params) => fake.show(messageOf(fake, params)),
  get_login_info: ({ world }) => ({ user_id: world.selfId, nickname: world.nameOf(world.selfId) }),
  get_stranger_info: ({ world }, params) => {
    const user = numberOf(params, 'user_id');
    return { user_id: user, nickname: world.nameOf(user), sex: 'unknown', age: 0 };
  },
  get_friend_list: ({ world }) =>
    [...world.friends].map(([user_id, nickname]) => ({ user_id, nickname, remark: '' })),
  get_group_list: ({ world }) => [...world.groups.values()].map(groupInfo),
  get_group_info: (fake, params) => groupInfo(groupOf(fake, params)),
  get_group_member_info: (fake, params) => {
    const group = groupOf(fake, params);
    const user = numberOf(params, 'user_id');
    if (!group.members.has(user)) throw new Refusal(1200, `群(${group.id})成员${user}不存在`);
    return memberInfo(fake.world, group, user);
  },
  get_group_member_list: (fake, params) => {
    const group = groupOf(fake, params);
    return [...group.members.keys()].map((user) => memberInfo(fake.world, group, user));
  },
  get_status: () => ({ online: true, good: true, stat: {} }),
  get_version_info: () => ({ app_name: 'NapCat.Onebot', protocol_version: 'v11', app_version: '4.17.52' }),
  can_send_image: () => ({ yes: true }),
  can_send_record: () => ({ yes: true }),
  get_friend_msg_history: (fake, params) => {
    const peer = numberOf(params, 'user_id');
    return history(fake, params, (message) => message.peer === peer);
  },
  get_group_msg_history: (fake, params) => {
    const { id } = groupOf(fake, params);
    return history(fake, params, (message) => message.group === id);
  },
  mark_msg_as_read: () => null,
  set_input_status: (_, params) => {
    numberOf(params, 'user_id');
    numberOf(params, 'event_type');
    return { result: 0, errMsg: '' };
  },
};

async function say(fake: Actions, params: Params, target: Target): Promise<object> {
  const { message, auto_escape } = params;
  const segments = toSegments(message, auto_escape === true || auto_escape === 'true');
  if (!segments) throw new Refusal(1400, 'Key: message, Message: Expected union value');
  const { world } = fake;
  if (target.group !== undefined && !world.groups.has(target.group)) throw kernelRefusal(110);
  if (target.user !== undefined && !world.friends.has(target.user))
    throw new Refusal(1200, '无法获取用户信息');
  // A reply to a message that is not there loses its reply, and is sent.
  const sendable = segments.filter(
    ({ type, data }) => type !== 'reply' || world.messages.has(Number(data['id'])),
  );
  if (!sendable.some(({ type }) => type !== 'reply') || (onlyText(sendable) && textOf(sendable) === ''))
    throw new Refusal(1200, '消息体无法解析, 请检查是否发送了不支持的消息类型');
  return { message_id: await fake.send(target, sendable) };
}

const onlyText = (segments: Segment[]) => segments.every(({ type }) => type === 'text' || type === 'reply');

/** Numbers come as numbers or as strings of digits. */
function numberOf(params: Params, key: string): number {
  const value = params[key];
  if (typeof value === 'number' ? Number.isSafeInteger(value) : /^-?\d{1,15}$/.test(String(value ?? '')))
    return Number(value);
  throw new Refusal(1400, `Key: ${key}, Message: Expected string`);
}

function messageOf({ world }: Actions, params: Params): Kept {
  const message = world.messages.get(numberOf(params, 'message_id'));
  if (!message || message.isRecalled) throw new Refusal(1200, '消息不存在');
  return message;
}

function groupOf({ world }: Actions, params: Params): Group {
  const id = numberOf(params, 'group_id');
  const group = world.groups.get(id);
  if (!group) throw new Refusal(1200, `群${id}不存在`);
  return group;
}

const groupInfo = ({ id, name, members }: Group) => ({
  group_id: id,
  group_name: name,
  member_count: members.size,
  max_member_count: 200,
});

const memberInfo = (world: QqWorld, group: Group, user: number) => ({
  group_id: group.id,
  user_id: user,
  nickname: world.nameOf(user),
  card: group.members.get(user) ?? '',
  role: 'member',
});

/** The newest, in order of time; `count` is 20. */
function history(fake: Actions, params: Params, isOf: (message: Kept) => boolean): object {
  const count = params['count'] === undefined ? 20 : numberOf(params, 'count');
  const all = [...fake.world.messages.values()].filter((message) => isOf(message) && !message.isRecalled);
  return { messages: all.slice(-count).map(fake.show) };
}
