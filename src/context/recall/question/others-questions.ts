/** What somebody asks in quotation marks. */
const ASKED = String.raw`["“][^"“”\n]{1,400}[?？][^"“”\n]{0,80}["”]|[「『][^「」『』\n]{1,400}[?？][^「」『』\n]{0,80}[」』]`;
const BETWEEN = String.raw`[\s*_,，]{0,4}`;

/** Who speaks in a scene and is neither I nor he nor she: `the old guard`, `Bram Tolley`. */
const SOMEBODY = String.raw`(?:(?:[Tt]he|[Aa]n?|[Oo]ne of the|[Mm]y|[Hh]er|[Hh]is|[Tt]heir|[Oo]ur)(?: [\p{L}'’-]+){1,3}?|\p{Lu}[\p{L}'’.-]+(?: \p{Lu}[\p{L}'’-]+){0,2})`;
const ASKS =
  '(?:asks?|asked|says?|said|calls?|called|whispers?|whispered|shouts?|shouted|demands?|demanded|mutters?|muttered|cries|cried|wants to know|wanted to know|wonders|wondered)';
/** The same in Chinese: a subject of a few characters that is none of the pronouns. */
const SUBJECT = String.raw`(?:(?![我咱俺他她它您你])\p{Script=Han}){1,10}?`;
const SPEAKS = '(?:问|問|说|說|道|喊|嚷|叫)';

const TOLD = [
  `(${ASKED})${BETWEEN}(${SOMEBODY}) ${ASKS}\\b`,
  `(${ASKED})${BETWEEN}${ASKS} (${SOMEBODY})`,
  `(${SOMEBODY}) (?:[\\p{Ll}'’ ]{0,60} )?${ASKS}\\b[^"“”.\\n]{0,40}[:,]${BETWEEN}(${ASKED})`,
  `(${ASKED})${BETWEEN}(${SUBJECT})${SPEAKS}`,
  `(?<!\\p{Script=Han})(${SUBJECT})${SPEAKS}[^"“”。\\n]{0,6}[:：,，]${BETWEEN}(${ASKED})`,
].map((form) => new RegExp(form, 'gu'));
/** What begins like somebody and is nobody. */
const NOBODY = /^(?:I|You|He|She|They|We|It|Then|And|But|So|When|As|If)\b/;

const YOU = /\byou\b|[你您]/iu;
/** UTF-16 units behind a question that may still say whom it was put to. */
const BEHIND = 24;

/**
 * A user's message in which what others ask each other in the scene that it tells stands as a deed, between asterisks:
 * it is not asked of whoever answers. What the user's persona asks, by name or as he or she, stays as it is, and so
 * does what is said to be asked of `you` or of the character.
 *
 * @param user the persona's name
 * @param char the character's name
 */
export function othersQuestionsAsDeeds(text: string, user: string, char: string): string {
  const [own, asked] = [partsOf(user), partsOf(char)];
  return TOLD.reduce(
    (told, form) =>
      told.replace(form, (whole: string, a: string, b: string, at: number) => {
        const [who, question] = /^["“「『]/.test(a) ? [b, a] : [a, b];
        if (NOBODY.test(who) || own.some((name) => who.includes(name))) return whole;
        const behind = told
          .slice(at + whole.length, at + whole.length + BEHIND)
          .split(/[.!?。！？"“”\n]/)[0]!;
        const around = whole.replace(question, ' ') + behind;
        if (YOU.test(around) || asked.some((name) => around.includes(name))) return whole;
        return whole.replace(question, () => ` *${question.slice(1, -1).replaceAll('*', '')}* `);
      }),
    text,
  );
}

/** A name, and the names that it is made of. */
function partsOf(name: string): string[] {
  return [name, ...name.split(/\s+/)].filter((part) => part !== '');
}
