/** What stands before a list of who is in a play: on the same line, or below. */
const LIST =
  /^[#*_【[\s]*(?:dramatis person(?:ae|æ)|(?:the )?persons(?: (?:of|in) the (?:play|drama))?|(?:cast of )?characters(?: (?:of|in) the play)?|(?:the )?cast|(?:剧中|劇中|出场|出場|登场|登場|主要)?人物(?:表|介绍|介紹)?|角色(?:表)?|演员表|演員表)[】\]*_\s]*(?:[:：]\s*(.*?))?[.。*_\s]*$/i;
/** A name at the beginning of a line of such a list, and what parts it from who that is. */
const LISTED =
  /^[\s*_•·-]*(?:\d{1,2}[.、]\s*)?([^\s,，.:：;；—–(（\t][^,，.:：;；—–(（\t]{0,39}?)\s*(?:$|[,，.:：;；(（\t]|[—–]|\s-|\s{3,})/;
/** So often somebody may be called by a beginning of the name before that is a name of its own: Tom beside Tommy. */
const MOST_SHORT = 2;
/** Lines that a list may have. */
const MOST = 200;

/**
 * Whom a play lists as its persons: those below `DRAMATIS PERSONAE` or 人物表, up to a line that opens an act or says
 * something, and those behind 人物： above a scene.
 * @param isOver whether a line is no more of the list
 */
export function listedPersons(lines: readonly string[], isOver: (index: number) => boolean): Set<string> {
  const persons = new Set<string>();
  const add = (name: string) => {
    const plain = unspaced(name.replace(/[*_]/g, '').trim());
    if (plain !== '') persons.add(plain.toUpperCase());
  };
  for (const [at, line] of lines.entries()) {
    const [head, behind] = line.length <= 400 ? (LIST.exec(line) ?? []) : [];
    if (head === undefined) continue;
    if (behind) for (const name of behind.split(/[、，,;；]|\s{2,}/)) add(name);
    else
      for (let i = at + 1; i < lines.length && i <= at + MOST && !isOver(i); i++) {
        const [, name] = LISTED.exec(lines[i]!) ?? [];
        if (name !== undefined) add(name);
      }
  }
  return persons;
}

/**
 * The whole name that an abbreviated one stands for (`HAM.` for Hamlet), or the name itself where it is somebody's, or where
 * nobody's or more than one person's begins so.
 * @param persons as the play lists them
 * @param speakers by how often each speaks
 */
export function wholeName(
  name: string,
  persons: ReadonlySet<string>,
  speakers: ReadonlyMap<string, number>,
): string {
  const short = name.toUpperCase();
  if (short.length < 2 || /[^\p{Lu}\p{M}]/u.test(short) || persons.has(short)) return name;
  const begins = (person: string) => person.startsWith(short) && /^\p{Lu}/u.test(person.slice(short.length));
  const listed = [...persons].filter(begins);
  if (listed.length > 0) return listed.length === 1 ? listed[0]! : name;
  if ((speakers.get(name) ?? 0) > MOST_SHORT) return name;
  const others = [...speakers.keys()].filter((other) => begins(other.toUpperCase()));
  return others.length === 1 ? others[0]! : name;
}

/** Names of two or three characters are set apart to the width of longer ones: 陆 伯 is 陆伯. */
export function unspaced(name: string): string {
  return /^\p{Script=Han}(?:[ \u3000]{1,4}\p{Script=Han}){1,2}$/u.test(name)
    ? name.replace(/[ \u3000]+/g, '')
    : name;
}
