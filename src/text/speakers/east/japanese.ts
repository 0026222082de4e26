import type { SpokenBeside } from './beside.js';

const NAME = String.raw`([\p{Script=Han}々ヶ]{1,6}|[\p{Script=Katakana}ー・]{2,12}|\p{Script=Hiragana}{2,4}(?=さん|様|君|くん|ちゃん|先生))`;
const HONORIFIC = '(?:さん|さま|様|君|くん|ちゃん|殿|先生|先輩|氏)?';
const SAY =
  '(?:言|いう|いっ|云|答え|こたえ|聞い|きい|訊|尋ね|たずね|問|叫|さけ|呟|つぶや|囁|ささや|返し|返事|続け|話し|告げ|促し|笑|わらっ|頷|うなず|怒鳴|呼)';
/** Whoever is called so is not named. */
const NOBODY =
  /^(?:彼|彼女|彼等|彼ら|私|僕|俺|我|君|貴方|誰|何|皆|全員|二人|三人|自分|人々|人|男|女|少年|少女|老人|子供|父|母|兄|姉|弟|妹|声|心|顔|目|今|時|次|最後|一人|相手|先生|店員|医者|王|客)$/;

/** How Japanese tells who speaks: と温子は言った, と拓也が頼んだ (whatever they do), 温子さんが答えた, and 温子「…」. */
export const JAPANESE: SpokenBeside = {
  after: new RegExp(
    String.raw`^\s?(?:と[、,]?\s?${NAME}${HONORIFIC}(?:は|が|も)|${NAME}${HONORIFIC}(?:は|が|も)[^。「」『』\n]{0,24}?${SAY})`,
    'u',
  ),
  before: new RegExp(
    String.raw`^${NAME}${HONORIFIC}$|${NAME}${HONORIFIC}(?:は|が|も)[^。「」『』\n]{0,24}?${SAY}?[^。「」『』\n]{0,8}[、。：]?\s?$`,
    'u',
  ),
  nameOf: (found) => {
    const name = (found[1] ?? found[2]!).replace(/(?<=..)(?:様|君|殿|先生|先輩|氏)$/, '');
    return NOBODY.test(name) ? null : name;
  },
};
