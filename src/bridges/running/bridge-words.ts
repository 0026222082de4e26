import type { Language } from '../../text/search/language.js';
import { COMMANDS, type CommandName } from '../core/commands.js';

type Values = Record<string, string | number>;

/** What bridges say themselves: no client is there that would have the words. */
const WORDS = {
  unpaired: {
    en: 'Hello! I only talk with people I have been paired with. Ask whoever runs this bot for a pairing code and send it to me.',
    zh: '你好！我只和已配对的人聊天。请向管理者要一个配对码，然后发给我。',
  },
  room_closed: {
    en: 'This room has not been let in. Whoever runs this bot can add it: {chat}',
    zh: '这个群还没有开放。管理者可以把它加进来：{chat}',
  },
  code_wrong: {
    en: 'This code is not valid, or no longer. Codes last an hour and work once.',
    zh: '这个配对码无效或已过期。配对码一小时内有效，只能用一次。',
  },
  paired: {
    en: 'Paired. You are talking with {character}; what is said here is also on the web. /help lists what I understand.',
    zh: '配对成功。正在和{character}聊天，这里说的话网页上也能看到。发送 /帮助 查看可用的命令。',
  },
  no_character: {
    en: 'There is no character yet to talk with. Make one on the web first.',
    zh: '还没有可以聊天的角色。请先在网页上创建一个。',
  },
  nobody_chosen: {
    en: 'Nobody has been chosen to answer here. Whoever runs this bot can choose a character in its settings, or somebody who is paired sends /switch with a name.',
    zh: '这里还没有选由谁回复。请管理者在设置里选一个角色，或由已配对的人发送 /切换 加上名字。',
  },
  nothing_to_answer: {
    en: 'Nothing has been said yet that could be answered.',
    zh: '还没有可以回复的话，先说一句吧。',
  },
  flood: {
    en: 'That was too much at once. I have not taken in all of it.',
    zh: '消息太多太快，有些没有收下。',
  },
  limit: { en: 'That is enough for today. Tomorrow I answer again.', zh: '今天的次数用完了，明天再聊。' },
  too_long: {
    en: 'This message is too long for me. I have not taken it in.',
    zh: '这条消息太长，没有收下。',
  },
  more: { en: '(There is more: send “continue”.)', zh: '（还有内容，发送“继续”接着看）' },
  writing: {
    en: 'I am still writing. Send “continue” in a moment to see it.',
    zh: '还在写，过几秒发送“继续”查看。',
  },
  failed: {
    en: 'I could not answer ({code}). Send /regenerate to try again.',
    zh: '没能回复（{code}）。发送 /重写 再试一次。',
  },
  empty: {
    en: 'The reply stayed empty. Send /regenerate to try again.',
    zh: '回复是空的。发送 /重写 再试一次。',
  },
  interrupted: {
    en: 'I was interrupted. Send /regenerate for the reply.',
    zh: '刚才中断了。发送 /重写 获取回复。',
  },
  say_again: {
    en: 'I was interrupted while doing that. Please send it again.',
    zh: '刚才执行时中断了，请再发一次。',
  },
  only_paired: { en: 'Only somebody who is paired can do that.', zh: '只有已配对的人可以这样做。' },
  only_direct: { en: 'I only do that in a private chat.', zh: '这个只能在私聊里用。' },
  age_restricted: {
    en: 'This character only answers in age-restricted channels.',
    zh: '这个角色只在有年龄限制的频道里回复。',
  },
  who: {
    en: 'You talk with {character}, as {persona}. The conversation “{title}” has {messages} messages.',
    zh: '你以“{persona}”的身份和{character}聊天。对话“{title}”共有 {messages} 条消息。',
  },
  who_room: {
    en: '{character} answers here. The conversation of this room has {messages} messages.',
    zh: '这里由{character}回复。本群的对话共有 {messages} 条消息。',
  },
  switched: { en: 'Now you talk with {character}.', zh: '现在和{character}聊天。' },
  which: { en: 'Whom? Send /switch with a name: {names}', zh: '要换成谁？发送 /切换 加上名字：{names}' },
  which_here: { en: 'Whom? Send /switch with a name.', zh: '要换成谁？发送 /切换 加上名字。' },
  begun: { en: 'A new conversation has begun.', zh: '新的对话开始了。' },
  stopped: { en: 'Stopped.', zh: '已停止。' },
  nothing_runs: { en: 'Nothing is being written.', zh: '现在没有在写回复。' },
  forgotten: { en: 'Forgotten: the last message and its reply.', zh: '已忘记上一条消息和它的回复。' },
  nothing_there: { en: 'There is nothing like that.', zh: '没有找到。' },
  pinned: { en: 'Pinned: “{line}”', zh: '已置顶：“{line}”' },
  found: { en: '{n}. {speaker}, {day}: {line}', zh: '{n}. {speaker}，{day}：{line}' },
  search_what: { en: 'Send /search with what to look for.', zh: '发送 /搜索 加上要找的内容。' },
  personas: {
    en: 'You are {persona}. Send /persona with one of: {names}',
    zh: '你的身份是“{persona}”。发送 /身份 加上其中之一：{names}',
  },
  persona_only: {
    en: 'You are {persona}. There are no other personas yet; make one on the web.',
    zh: '你的身份是“{persona}”。还没有别的身份，可以在网页上创建。',
  },
  persona_set: { en: 'You are {persona} now.', zh: '你现在的身份是“{persona}”。' },
  paused: { en: 'Paused: I do not answer until you send /pause again.', zh: '已暂停，再发一次 /暂停 恢复。' },
  resumed: { en: 'I answer again.', zh: '已恢复回复。' },
  linked: {
    en: 'With this code another account becomes yours, for an hour: {code}\nSend it to the bot from there.',
    zh: '用这个配对码可以把另一个账号也绑定过来，一小时内有效：{code}\n从那边发给机器人即可。',
  },
  delete_sure: {
    en: 'This deletes the conversation “{title}” with its {messages} messages for good, here and on the web, and unpairs this account. Send /delete-everything yes',
    zh: '这会永久删除对话“{title}”和其中的 {messages} 条消息（网页上的也一样），并解除此账号的配对。确认请发送 /删除全部 确认',
  },
  deleted: { en: 'Everything has been deleted. Goodbye.', zh: '已全部删除。再见。' },
} as const satisfies Record<string, Record<Language, string>>;

export type BridgeWord = keyof typeof WORDS;

/** What a command does, in a line. */
const HELP: Record<CommandName, Record<Language, string>> = {
  help: { en: 'this list', zh: '显示本列表' },
  who: { en: 'who answers, and in which conversation', zh: '谁在回复、在哪个对话里' },
  switch: { en: 'talk with another character', zh: '换一个角色' },
  new: { en: 'begin a new conversation', zh: '开始新的对话' },
  stop: { en: 'stop the reply', zh: '停止回复' },
  regenerate: { en: 'have the last reply written anew', zh: '重写上一条回复' },
  continue: { en: 'have the last reply carried on', zh: '接着写上一条回复' },
  'forget-last': { en: 'take out the last message and its reply', zh: '去掉上一条消息和回复' },
  pin: {
    en: 'always remember the last reply, or the line with these words',
    zh: '置顶上一条回复，或包含这些字的一句',
  },
  search: { en: 'look for what was said', zh: '查找说过的话' },
  persona: { en: 'who you are', zh: '你是谁' },
  pause: { en: 'no answers, until it is sent again', zh: '暂停或恢复回复' },
  link: { en: 'a code for another account of yours', zh: '为你的另一个账号取配对码' },
  'delete-everything': { en: 'delete the conversation, and the pairing', zh: '删除对话和配对' },
};

/** A sentence with its values. */
export function say(language: Language, word: BridgeWord, values: Values = {}): string {
  return WORDS[word][language].replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ''));
}

/** What is said of a failure: sending it again helps against most. */
export function failureWord(code: string): BridgeWord {
  if (code === 'turn_interrupted') return 'interrupted';
  return code === 'nothing_to_answer' ? 'nothing_to_answer' : 'failed';
}

/** What is said where no character answers: in a room, the one last talked with in private must not. */
export const nobodyWord = (kind: 'person' | 'room'): BridgeWord =>
  kind === 'room' ? 'nobody_chosen' : 'no_character';

/** What a command does. */
export const helpOf = (name: CommandName, language: Language): string => HELP[name][language];

/** All commands, a line each. */
export function helpIn(language: Language): string {
  return (Object.keys(COMMANDS) as CommandName[])
    .map((name) => `/${COMMANDS[name][language][0]}${language === 'zh' ? '：' : ': '}${HELP[name][language]}`)
    .join('\n');
}
