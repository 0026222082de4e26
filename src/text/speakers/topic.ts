/** In UTF-16 units: a shorter page tells too little of what it is about. */
const SHORTEST = 400;
/** Signs of a person in 1000 UTF-16 units, at least, where a page is about one; most have many more. */
const LEAST = { en: 0.5, zh: 1 };

/** What is only told of people, real or invented: pronouns, birth and death, kin, parts in a story. */
const PERSON_EN =
  /\b(?:s?he|his|hers?|him|himself|herself|born|died|aged?|gender|birthday|protagonist|antagonist|heroine|hero|villain|voiced|portrayed|actress|actor|married|wife|husband|father|mother|sister|brother|daughter|son|personality|appearance)\b/gi;
const PERSON_ZH =
  /他|她|生于|出生|去世|逝世|享年|性别|年龄|岁|歲|身高|生日|角色|人物|主角|反派|饰演|飾演|配音|声优|聲優|性格|外貌|父亲|父親|母亲|母親|妻子|丈夫|姐姐|妹妹|哥哥|弟弟|女儿|女兒|儿子|兒子|登场|登場/g;

/**
 * Whether a page of a wiki is about something else than somebody: an algorithm, a town, a war. What is too short to tell,
 * or has lines that its subject says, is not.
 */
export function isTopic(text: string, language: 'en' | 'zh', hasLines: boolean): boolean {
  if (hasLines || text.length < SHORTEST) return false;
  const signs = text.match(language === 'zh' ? PERSON_ZH : PERSON_EN)?.length ?? 0;
  return signs < (LEAST[language] * text.length) / 1000;
}
