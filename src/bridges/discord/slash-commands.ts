import {
  ApplicationCommandOptionType,
  type ApplicationCommandDataResolvable,
  type ChatInputCommandInteraction,
} from 'discord.js';
import { type CommandName, COMMANDS } from '../core/commands.js';
import { helpOf } from '../running/bridge-words.js';

/** What follows a command's name, by the name of the option. */
const OPTIONS: Partial<Record<CommandName, { name: string; zh: string; completes?: true }>> = {
  switch: { name: 'name', zh: '名字', completes: true },
  pin: { name: 'text', zh: '内容' },
  search: { name: 'text', zh: '内容' },
  persona: { name: 'name', zh: '名字' },
  link: { name: 'code', zh: '配对码' },
  'delete-everything': { name: 'sure', zh: '确认' },
};

/** All commands, as Discord registers them. */
export function slashCommands(): ApplicationCommandDataResolvable[] {
  return (Object.keys(COMMANDS) as CommandName[]).map((name) => {
    const option = OPTIONS[name];
    return {
      name,
      nameLocalizations: { 'zh-CN': COMMANDS[name].zh[0] },
      description: helpOf(name, 'en'),
      descriptionLocalizations: { 'zh-CN': helpOf(name, 'zh') },
      ...(option && {
        options: [
          {
            type: ApplicationCommandOptionType.String as const,
            name: option.name,
            nameLocalizations: { 'zh-CN': option.zh },
            description: option.name,
            descriptionLocalizations: { 'zh-CN': option.zh },
            required: name === 'search',
            ...(option.completes && { autocomplete: true as const }),
          },
        ],
      }),
    };
  });
}

/** A command as somebody would have typed it, in their language. */
export function typed(interaction: ChatInputCommandInteraction): string {
  const name = interaction.commandName;
  const isChinese = interaction.locale.startsWith('zh');
  const word = Object.hasOwn(COMMANDS, name) && isChinese ? COMMANDS[name as CommandName].zh[0] : name;
  const given = interaction.options.data[0]?.value;
  return `/${word}${given === undefined ? '' : ` ${given}`}`;
}
