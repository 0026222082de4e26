/** The names that a reply may begin with as its speaker's. Each list has the longest first. */
export interface SpeakerNames {
  /** Full name, nickname, aliases. */
  given: readonly string[];
  /** Parts of the full name by which nobody else here is called. */
  derived: readonly string[];
  /** Parts are only what a name may be read from where the card gives no shorter one. */
  calledByParts: boolean;
  /** All in small letters. */
  all: readonly string[];
}

const NO_NAMES = new Set(
  'the a an of and de la von van mr mrs ms miss dr sir lady lord captain professor king queen prince princess'.split(
    ' ',
  ),
);

export function speakerNames(speaker: {
  name: string;
  nickname?: string;
  aliases?: readonly string[];
  others: readonly string[];
}): SpeakerNames {
  const within = [...speaker.name.matchAll(/["“«「『(（]([^"”»」』)）]+)["”»」』)）]/g)].map(
    ([, name]) => name!,
  );
  const without = speaker.name.replace(/\s*["“«「『(（][^"”»」』)）]*["”»」』)）]\s*/g, ' ').trim();
  const short = [speaker.nickname ?? '', ...(speaker.aliases ?? []), ...within].map((name) => name.trim());
  const given = unique([speaker.name.trim(), without, ...short, '{{char}}']);
  const taken = new Set(speaker.others.flatMap((name) => [name, ...partsOf(name)]).map(small));
  const derived = unique(partsOf(without)).filter(
    (part) => !taken.has(small(part)) && !given.some((name) => small(name) === small(part)),
  );
  const calledByParts = !short.some((name) => name !== '' && small(name) !== small(speaker.name));
  return { given, derived, calledByParts, all: [...given, ...derived].map(small) };
}

/** First and last part of a name: `Mina` and `Harker`, 艾琳, the 清商 of 顾清商. */
function partsOf(name: string): string[] {
  const parts = name.trim().split(/[\s·•・]+/);
  if (parts.length > 1) {
    const ends = [parts[0]!, parts.at(-1)!].map((part) => part.replace(/[.,]$/, ''));
    return ends.filter((part) => part.length > 1 && !NO_NAMES.has(small(part)));
  }
  return /^\p{Script=Han}{3}$/u.test(name.trim()) ? [name.trim().slice(1)] : [];
}

const small = (name: string) => name.toLowerCase();

const unique = (names: readonly string[]) =>
  [...new Set(names)].filter((name) => /[\p{L}\p{N}]/u.test(name)).sort((a, b) => b.length - a.length);
