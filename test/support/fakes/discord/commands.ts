import { invalid, lengthOf } from './errors.js';
import { snowflake } from './world.js';

/** An application command as it was registered. */
export interface Command extends Record<string, unknown> {
  id: string;
  name: string;
  type: number;
}

type Node = Record<string, unknown>;

/** In lower case where a script has cases; `interactions/application-commands#application-command-object-application-command-naming`. */
const NAME = /^[-_'\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]{1,32}$/u;

/** A bulk overwrite's list, with ids. @throws 50035 */
export function registered(list: unknown, applicationId: string, guildId?: string): Command[] {
  const commands = list as Node[];
  if (!Array.isArray(list) || list.length > 100)
    throw invalid('0', 'BASE_TYPE_MAX_LENGTH', 'Must be 100 or fewer in length.');
  const names = commands.map(({ name }) => name);
  const twice = names.findIndex((name, n) => names.indexOf(name) !== n);
  if (twice >= 0)
    throw invalid(
      `${twice}.name`,
      'APPLICATION_COMMANDS_DUPLICATE_NAME',
      'Application command names must be unique',
    );
  return commands.map((command, n) => {
    check(command, String(n), true);
    return {
      ...command,
      id: snowflake(),
      type: Number(command['type'] ?? 1),
      application_id: applicationId,
      ...(guildId && { guild_id: guildId }),
      version: snowflake(),
      name: String(command['name']),
      default_member_permissions: command['default_member_permissions'] ?? null,
      nsfw: command['nsfw'] ?? false,
    };
  });
}

function check(node: Node, at: string, isCommand: boolean): void {
  checkName(node['name'], `${at}.name`);
  for (const [locale, name] of Object.entries((node['name_localizations'] ?? {}) as Node))
    checkName(name, `${at}.name_localizations.${locale}`);
  if (!isCommand || (node['type'] ?? 1) === 1) lengthOf(`${at}.description`, node['description'], 1, 100);
  for (const [locale, text] of Object.entries((node['description_localizations'] ?? {}) as Node))
    lengthOf(`${at}.description_localizations.${locale}`, text, 1, 100);
  const options = (node['options'] ?? []) as Node[];
  if (options.length > 25)
    throw invalid(`${at}.options`, 'BASE_TYPE_MAX_LENGTH', 'Must be 25 or fewer in length.');
  options.forEach((option, n) => {
    check(option, `${at}.options.${n}`, false);
    if (option['required'] && n > 0 && !options[n - 1]!['required'])
      throw invalid(
        `${at}.options.${n}`,
        'APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID',
        'Required options must be placed before non-required options',
      );
  });
  const choices = (node['choices'] ?? []) as Node[];
  if (choices.length && node['autocomplete'])
    throw invalid(
      `${at}.choices`,
      'APPLICATION_COMMAND_OPTION_AUTOCOMPLETE_CHOICES',
      'Choices may not be present when autocomplete is set.',
    );
  checkChoices(choices, `${at}.choices`);
}

function checkName(name: unknown, at: string): void {
  lengthOf(at, name, 1, 32);
  const text = String(name);
  if (!NAME.test(text) || text !== text.toLowerCase())
    throw invalid(at, 'APPLICATION_COMMAND_INVALID_NAME', 'Command name is invalid');
}

/** Of a command's option, and of what an autocomplete is answered. @throws 50035 */
export function checkChoices(choices: unknown, at: string): void {
  if (!Array.isArray(choices)) throw invalid(at, 'BASE_TYPE_REQUIRED', 'This field is required');
  if (choices.length > 25) throw invalid(at, 'BASE_TYPE_MAX_LENGTH', 'Must be 25 or fewer in length.');
  (choices as Node[]).forEach(({ name, value }, n) => {
    lengthOf(`${at}.${n}.name`, name, 1, 100);
    if (typeof value !== 'number') lengthOf(`${at}.${n}.value`, value, 1, 100);
  });
}
