import type { Api } from 'grammy/web';
import { type CommandName, COMMANDS } from '../core/commands.js';
import { helpOf } from '../running/bridge-words.js';

/** Telegram takes a command to end at a hyphen: whoever pressed it would send half of it. */
export const withTypedCommands = (text: string) =>
  text.replace(/(?<=^|\s)\/(forget-last|delete-everything)\b/g, (name) => name.replace('-', '_'));

/** The menu of commands; their names are Latin, small letters and underscores, whatever the language. */
export async function setCommands(api: Api): Promise<void> {
  const list = (language: 'en' | 'zh') =>
    (Object.keys(COMMANDS) as CommandName[]).map((name) => ({
      command: name.replaceAll('-', '_'),
      description: helpOf(name, language),
    }));
  await api.setMyCommands(list('en'));
  await api.setMyCommands(list('zh'), { language_code: 'zh' });
}
