/** Messages after which a pronoun no longer means whoever was named: talk has gone on. */
const REACH = 10;

const RELATION_EN =
  'aunt|auntie|uncle|cousin|niece|nephew|sister|brother|mother|father|son|daughter|friend|mate|colleague|coworker|neighbour|neighbor|boss|captain|teacher|doctor|boyfriend|girlfriend|husband|wife|roommate|flatmate|classmate|master|man|woman|girl|boy|mr|mrs|ms|miss|dr';
/** English names begin large; a text without them names nobody. */
const LATIN = /\p{Lu}\p{Ll}/u;
const HAN = /\p{Script=Han}/u;
const NAME = String.raw`\p{Lu}[\p{L}'’-]+`;
const NAMED_EN: readonly RegExp[] = [
  new RegExp(
    String.raw`\b(?:${RELATION_EN})\b\.?,? (?:(?:is |was )?(?:called|named) )?(?<name>${NAME})`,
    'giu',
  ),
  new RegExp(
    String.raw`\b(?:called|named|with|told|met|saw|asked|to|from) (?<name>${NAME})(?=[\s,.!?]|$)`,
    'gu',
  ),
  new RegExp(String.raw`^(?<name>${NAME}) (?:said|says|told|rang|came|is|was|has|wants|and I)\b`, 'gu'),
];
const NAMED_ZH: readonly RegExp[] = [
  /(?:姑姑|姨妈|阿姨|舅舅|叔叔|伯伯|表姐|表妹|表哥|表弟|堂姐|堂妹|堂哥|堂弟|姐姐|妹妹|哥哥|弟弟|侄子|侄女|外甥女?|同事|邻居|朋友|闺蜜|室友|同学|老板|师父|师兄|师姐|师弟|师妹|男友|女友|男朋友|女朋友|儿子|女儿)(?:叫|是|名叫|法号)?(?<name>(?![的是在说也都又就要想来去今昨明刚和跟把被给给您你我他她])\p{Script=Han}{2})/gu,
  /(?:叫做?|名叫|法号|姓名是)(?<name>\p{Script=Han}{2,3})(?=[，。！？、；\s]|$)/gu,
  /(?<name>[老小阿]\p{Script=Han})(?=[，。！？、；\s昨今明也都说是在来去和跟又])/gu,
  /(?<name>\p{Script=Han}(?:大爷|大妈|大叔|阿姨|叔叔|老师|先生|小姐|师傅|奶奶|爷爷))/gu,
];
const PRONOUN = /\b(?:he|she|him|her|his|hers)\b|(?<![其吉])[他她](?!们|們)/iu;
/** A name in some places, and not a person. */
const NO_PERSON =
  /^(?:The|This|That|There|It|I|My|We|You|He|She|They|What|When|Where|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|January|February|March|April|May|June|July|August|September|October|November|December)$/;

/** Whom “she” and 他 mean, message by message: whoever was named last, not long before. */
export class Pronouns {
  private last: string[] = [];
  private since = 0;

  /** @returns the names of whom the next message of a story means by its pronouns; none where it names somebody itself */
  meantBy(content: string): readonly string[] {
    this.since++;
    const named = [...(LATIN.test(content) ? NAMED_EN : []), ...(HAN.test(content) ? NAMED_ZH : [])]
      .flatMap((pattern) => [...content.matchAll(pattern)].map(({ groups }) => groups!['name']!))
      .filter((name) => /^[\p{Lu}\p{Script=Han}]/u.test(name) && !NO_PERSON.test(name));
    if (named.length) {
      this.last = named;
      this.since = 0;
      return [];
    }
    return this.since <= REACH && PRONOUN.test(content) ? this.last : [];
  }
}
