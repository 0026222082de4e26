/** What each macro of character cards stands for. */
import type { MacroTime, MacroValues } from './macro-values.js';

const NAMED = new Set([
  ...[
    'char',
    'user',
    'original',
    'noop',
    'newline',
    'trim',
    'comment',
    'hidden_key',
    'random',
    'pick',
    'reverse',
    'roll',
  ],
  ...['time', 'date', 'weekday', 'isotime', 'isodate', 'setvar', 'getvar', 'addvar', 'incvar', 'decvar'],
  ...['setglobalvar', 'getglobalvar', 'addglobalvar', 'incglobalvar', 'decglobalvar'],
]);
/** In characters, of all variables; and dice that are thrown at once. */
const MOST_OF_VARIABLES = 100_000;
const MOST_DICE = 100;

/** Names of a text's macros that are not known. */
export function unknownMacros(text: string): string[] {
  const names = [...text.matchAll(/\{\{\s*([^\s{}:/][^\s{}:]{0,40})/g)].map(([, name]) => name!);
  return [...new Set(names)].filter((name) => !NAMED.has(name.toLowerCase()));
}

export class KnownMacros {
  private readonly random: () => number;
  private readonly variables: Map<string, string>;

  constructor(private readonly values: MacroValues) {
    this.random = values.random ?? Math.random;
    this.variables = values.variables ?? new Map();
  }

  /**
   * @param body of a macro, between its braces
   * @param told tells a part of it in full
   * @returns undefined where it is not known
   */
  valueOf(body: string, told = (part: string) => part): string | undefined {
    if (body.trimStart().startsWith('//')) return '';
    const colon = body.indexOf(':');
    const name = (colon < 0 ? body : body.slice(0, colon)).trim().toLowerCase();
    const argument = colon < 0 ? null : body.slice(colon + 1);
    if (argument === null) return this.plain(name);
    switch (name) {
      case 'comment':
      case 'hidden_key':
        return '';
      case 'random':
      case 'pick':
        return optionOf(argument, this.random());
      case 'reverse':
        return reversed(told(argument));
      case 'roll':
        return this.roll(told(argument).replace(/^:/, ''));
      default:
        return this.variable(name, told(argument).replace(/^:/, ''));
    }
  }

  private plain(name: string): string | undefined {
    if (name === 'char') return this.values.char;
    if (name === 'user') return this.values.user;
    if (name === 'original' || name === 'noop') return '';
    if (name === 'newline') return '\n';
    const { more = {} } = this.values;
    if (Object.hasOwn(more, name)) return more[name];
    return this.values.now && timeOf(name, this.values.now);
  }

  private roll(dice: string): string | undefined {
    const found = /^\s*(?:(\d{1,3})?d)?(\d{1,9})\s*([+-]\s*\d{1,9})?\s*$/i.exec(dice);
    const [, times = '1', sides = '0', more = '0'] = found ?? [];
    const count = Math.min(MOST_DICE, Number(times));
    if (Number(sides) < 1 || count < 1) return undefined;
    let sum = Number(more.replace(/\s/g, ''));
    for (let n = 0; n < count; n++) sum += 1 + Math.floor(this.random() * Number(sides));
    return String(sum);
  }

  /** Those of a chat and those of all are the same here. */
  private variable(macro: string, argument: string): string | undefined {
    const at = argument.indexOf('::');
    const key = (at < 0 ? argument : argument.slice(0, at)).trim();
    const value = at < 0 ? null : argument.slice(at + 2);
    const was = this.variables.get(key) ?? '';
    switch (macro.replace('global', '')) {
      case 'setvar':
        return value === null ? undefined : this.set(key, value, '');
      case 'addvar':
        return value === null ? undefined : this.set(key, sumOf(was, value), '');
      case 'incvar':
        return this.set(key, sumOf(was, '1'));
      case 'decvar':
        return this.set(key, sumOf(was, '-1'));
      case 'getvar':
        return was;
      default:
        return undefined;
    }
  }

  private set(key: string, value: string, shown = value): string {
    let taken = key.length + value.length;
    for (const [name, text] of this.variables) if (name !== key) taken += name.length + text.length;
    if (taken <= MOST_OF_VARIABLES) this.variables.set(key, value);
    return shown;
  }
}

function sumOf(was: string, more: string): string {
  const [a, b] = [Number(was), Number(more)];
  return Number.isFinite(a) && Number.isFinite(b) && more.trim() !== '' ? String(a + b) : was + more;
}

function timeOf(name: string, { at, timeZone, language }: MacroTime): string | undefined {
  const told = (locale: string, options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(locale, { timeZone, ...options }).format(at);
  const locale = language === 'zh' ? 'zh-CN' : 'en-US';
  switch (name) {
    case 'time':
      return told(locale, { timeStyle: 'short' }).replace('\u202f', ' ');
    case 'date':
      return told(locale, { dateStyle: 'long' });
    case 'weekday':
      return told(locale, { weekday: 'long' });
    case 'isotime':
      return told('en-GB', { hour: '2-digit', minute: '2-digit' });
    case 'isodate':
      return told('sv-SE', { year: 'numeric', month: '2-digit', day: '2-digit' });
    default:
      return undefined;
  }
}

/**
 * One of the options `a,b`, with `\,` for a comma, or `:a::b`. They are counted and not listed: there may be millions.
 *
 * @param chance 0 ≤ x < 1
 */
function optionOf(argument: string, chance: number): string {
  const colons = argument.startsWith(':');
  const text = colons ? argument.slice(1) : argument;
  const next = colons ? (from: number) => text.indexOf('::', from) : (from: number) => plainComma(text, from);
  const length = colons ? 2 : 1;
  let count = 1;
  for (let at = next(0); at >= 0; at = next(at + length)) count++;
  const chosen = Math.floor(chance * count);
  let from = 0;
  for (let n = 0; n < chosen; n++) from = next(from) + length;
  const end = next(from);
  const option = text.slice(from, end < 0 ? undefined : end);
  return colons ? option : option.replaceAll('\\,', ',').trim();
}

/** The next comma without a backslash before it, or -1. */
function plainComma(text: string, from: number): number {
  let at = text.indexOf(',', from);
  while (at > 0 && text[at - 1] === '\\') at = text.indexOf(',', at + 1);
  return at;
}

/** Character by character, without a list of them: there may be a million. */
function reversed(text: string): string {
  const units = new Uint16Array(text.length);
  for (let n = 0; n < text.length; n++) units[text.length - 1 - n] = text.charCodeAt(n);
  for (let n = 1; n < units.length; n++) {
    const [second, first] = [units[n - 1]!, units[n]!];
    if ((first & 0xfc00) !== 0xd800 || (second & 0xfc00) !== 0xdc00) continue;
    units[n - 1] = first;
    units[n] = second;
    n++;
  }
  return Buffer.from(units.buffer).toString('utf16le');
}
