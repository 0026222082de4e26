import { NUMBER_EN, NUMBER_ZH } from '../structure/ordinals.js';

/** What opens a part of a play or a film, and how much it holds: an act, a scene. */
export interface PlayHeading {
  title: string;
  level: 1 | 2;
}

const ACT = new RegExp(
  `^(?:act\\s+(?:the\\s+)?(?:${NUMBER_EN})|第\\s?(?:${NUMBER_ZH})\\s?[幕本折出齣集]|(?:${NUMBER_ZH})幕|[上下]集)`,
  'iu',
);
const SCENE = new RegExp(
  `^(?:scene\\s+(?:the\\s+)?(?:${NUMBER_EN}|\\d+)|第\\s?(?:${NUMBER_ZH})\\s?[场場景]|[场場]景?\\s?(?:${NUMBER_ZH})|` +
    'prologue|epilogue|induction|序幕|尾声|尾聲|楔子)',
  'iu',
);
/** What may stand behind its number: nothing, a sign, or a title. */
const REST = /^(?:[\s.:：、，,—–([（-]*$|\s*[.:：、，,—–([（-]|[\s\u3000]+[\p{Lu}\p{Script=Han}])/u;
/** `INT. KITCHEN - NIGHT`, `12. EXT. QUAY`, `1. 内景 客厅 日`, `客厅 日 内` */
const SLUG =
  /^(?:\d{1,4}[A-Z]?[.、\s]\s*)?(?:(?:INT|EXT|EST|I\/E|INT\.?\/EXT)[. ]\s*\S|(?:[内內外]景|[内內]外景)[\s，、：:.·—-]*\S|[^\s，。：:]{1,16}[\s，、·/—-]+[日夜晨昏晚][\s，、·/—-]*[内內外](?:景)?\s*$|\d{1,4}[-—.、]\d{1,3}[\s、.]+\S{1,16}[\s，、·/—-]+(?:[日夜晨昏晚])[\s，、·/—-]*[内內外])/;
/** In UTF-16 units. A longer line is no heading. */
const LONGEST = 120;

/** The heading that a line of a play is, or null. */
export function playHeading(line: string): PlayHeading | null {
  if (line.length > 2 * LONGEST) return null;
  const plain = line.replace(/^[#*_【[\s]+|[*_】\]\s]+$/g, '');
  if (plain === '' || plain.length > LONGEST) return null;
  if (opens(ACT, plain)) return { title: plain, level: 1 };
  return opens(SCENE, plain) || SLUG.test(plain) ? { title: plain, level: 2 } : null;
}

function opens(pattern: RegExp, line: string): boolean {
  const found = pattern.exec(line);
  return found !== null && REST.test(line.slice(found[0].length));
}
