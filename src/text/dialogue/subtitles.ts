import { writeDialogue, nameOf, PLAY, type DialogueText, type DialoguePart } from './dialogue-format.js';

/** What is shown at one time. */
interface Cue {
  name?: string;
  text: string;
}

/** A sentence that no sign ends is over after so many characters. */
const LONGEST = 400;
const TIMES = /^\s*(?:\d{1,3}:)?\d{1,2}:\d{2}[,.]\d{1,3}\s+-->\s+(?:\d{1,3}:)?\d{1,2}:\d{2}[,.]\d{1,3}/;
/** Styles of what nobody says: songs, signs, notes. */
const NOT_SAID =
  /^(?:op|ed|oped|sign|title|karaoke|song|note|staff|screen|credit|logo)|歌|字幕|注释|注釋|标题|標題|staff/i;

/**
 * The subtitles that a cleaned text is (SRT, VTT, ASS, SSA), or null where it is none: without times and styles, lines
 * joined to sentences, with who speaks where it is told.
 */
export function readSubtitles(text: string): (DialogueText & { namesSpeakers: boolean }) | null {
  const cues = cuesOf(text);
  if (!cues || cues.length === 0) return null;
  const spoken = withSpeakers(cues);
  const parts: DialoguePart[] = [];
  for (const { name, text: words } of spoken) {
    const last = parts.at(-1);
    const goesOn =
      last !== undefined &&
      last.name === name &&
      last.text.length < LONGEST &&
      !/[.!?。！？…—”」』）)\]♪]/.test(last.text.slice(-1));
    if (goesOn) last.text = join(last.text, words);
    else parts.push({ ...(name !== undefined && { name }), text: words });
  }
  return { ...writeDialogue(parts, PLAY), namesSpeakers: parts.some(({ name }) => name !== undefined) };
}

function cuesOf(text: string): Cue[] | null {
  if (/^\s*\[(?:Script Info|V4\+? Styles|Events)\]/i.test(text)) return fromAss(text);
  const head = text.slice(0, 4000).split('\n');
  if (/^\s*WEBVTT(?:\s|$)/.test(text) || head.slice(0, 12).some((line) => TIMES.test(line)))
    return fromTimed(text);
  return null;
}

function fromTimed(text: string): Cue[] {
  const cues: Cue[] = [];
  let lines: string[] | null = null;
  const end = () => {
    if (lines) cues.push(...cuesIn(lines));
    lines = null;
  };
  const all = text.split('\n');
  all.forEach((line, i) => {
    if (TIMES.test(line)) {
      end();
      lines = [];
    } else if (line.trim() === '') end();
    else if (lines && !(/^\d{1,6}$/.test(line.trim()) && TIMES.test(all[i + 1] ?? '')))
      lines.push(line.trim());
  });
  end();
  return cues;
}

/** The lines of one cue: a dash, a voice of VTT's or a name begins another's words. */
function cuesIn(lines: readonly string[]): Cue[] {
  const cues: Cue[] = [];
  for (const line of lines) {
    for (const [i, piece] of line.split(/<v(?:\.[\w.-]{1,40})?\s+/).entries()) {
      const [, voice, rest] = i > 0 ? (/^([^<>\n]{1,60})>(.*)$/.exec(piece) ?? []) : [];
      const words = plain(rest ?? piece);
      const dashed = /^[-–—]\s?(?=\S)/.test(words);
      const spoken = words.replace(/^[-–—]\s?(?=\S)/, '');
      if (spoken === '') continue;
      const last = cues.at(-1);
      if (voice !== undefined) cues.push({ name: nameOf(voice), text: spoken });
      else if (!last || dashed) cues.push({ text: spoken });
      else if (/^[^\s:：]{1,20}[:：]/.test(spoken)) cues.push({ text: spoken });
      else last.text = join(last.text, spoken);
    }
  }
  return cues;
}

function fromAss(text: string): Cue[] {
  const cues: Cue[] = [];
  let order = ['layer', 'start', 'end', 'style', 'name', 'marginl', 'marginr', 'marginv', 'effect', 'text'];
  let events = false;
  for (const line of text.split('\n')) {
    if (/^\s*\[/.test(line) && /\]\s*$/.test(line)) events = /^\s*\[events\]/i.test(line);
    const [, kind, rest] = /^\s*(Format|Dialogue)\s*:\s*(.*)$/i.exec(line) ?? [];
    if (!events || kind === undefined || rest === undefined) continue;
    const fields = rest.split(',');
    if (/^f/i.test(kind)) {
      order = fields.map((field) => field.trim().toLowerCase());
      continue;
    }
    const at = (name: string) => fields[order.indexOf(name)]?.trim() ?? '';
    const words = fields.slice(order.length - 1).join(',');
    if (NOT_SAID.test(at('style')) || /\\p[1-9]/.test(words)) continue;
    const name = nameOf(at('name') || at('actor'));
    const spoken = plain(words.replace(/\\[Nnh]/g, ' '));
    if (spoken !== '') cues.push({ ...(name !== '' && { name }), text: spoken });
  }
  return cues;
}

/** Without marks of style and music. */
function plain(words: string): string {
  return words
    .replace(/<\/?[a-z][^<>\n]{0,200}>|<\d[\d:.]{1,20}>|\{\\?[^{}\n]{0,2000}\}/gi, '')
    .replace(
      /&(lt|gt|amp|nbsp|lrm|rlm);/g,
      (_, name: string) => ({ lt: '<', gt: '>', amp: '&' })[name] ?? ' ',
    )
    .replace(/[♪♫\s]+/g, ' ')
    .replace(/^ ?#+ /, '')
    .trim();
}

const LED =
  /^(?:\[([^[\]\n]{1,30})\]|[(（]([^()（）\n]{1,30})[)）]|([\p{Lu}\p{Script=Han}][^:：\n.,!?。，！？]{0,29}))\s?(?:[:：]\s*|(?<=[\])）])\s+)(\S.*)$/u;

/** Names before the words, where they are more than once. */
function withSpeakers(cues: readonly Cue[]): Cue[] {
  if (cues.some(({ name }) => name !== undefined)) return [...cues];
  const led = cues.map(({ text }) => {
    const [, square, round, bare, words] = text.length < 2000 ? (LED.exec(text) ?? []) : [];
    const name = (square ?? round ?? bare)?.trim();
    return name && words ? { name: nameOf(name), text: words } : null;
  });
  const times = new Map<string, number>();
  for (const one of led) if (one) times.set(one.name, (times.get(one.name) ?? 0) + 1);
  return cues.map((cue, i) => (led[i] && times.get(led[i].name)! >= 2 ? titleCase(led[i]) : cue));
}

function titleCase({ name, text }: { name: string; text: string }): Cue {
  if (/\p{Ll}/u.test(name)) return { name, text };
  return {
    name: name.replace(/(\p{Lu})([\p{Lu}'’]+)/gu, (_, a: string, b: string) => a + b.toLowerCase()),
    text,
  };
}

function join(before: string, after: string): string {
  const tight =
    /[\u2E80-\uA4CF\uFF00-\uFFEF]/.test(before.slice(-1)) && /^[\u2E80-\uA4CF\uFF00-\uFFEF]/.test(after);
  return before + (tight ? '' : ' ') + after;
}
