import { CHINESE_EVENTS, END } from './chinese-events.js';
import { FACTS, NATURES, WHO } from './chinese-facts.js';
import { describedChinese, ENTRANCE } from './chinese-portraits.js';
import { BONDS } from './chinese-words.js';
import { BEFORE_SUBJECT, CHINESE_PEOPLE, OLD_CHINESE_PEOPLE, tellsWomen } from './chinese-people.js';
import { OTHER, OWN } from './marks.js';
import { rule, type Rules } from './rules.js';

const OPENER =
  '(?:且说|却说|话说|再说|单说|原来|谁知|不想|岂知|只因|因|又因|其中|其实|然|而|但|但是|可|可是|不过|然而|因此|所以|偏偏|偏|况|况且|惟有|惟|唯|独|只有|都说|素知|从小|自小|自幼|平日|素日|如今|今|此时|当时|那时|后来|从此|据说|听说|就连|连|此人|说起|年轻时|小时候|一向|向来|那个?|这个?)';
const SOMEBODY = `(?:[^，。；！？：的\uE000-\uE8FF]{0,24}?)`;
const ME =
  '(?:^|[，；：。])(?:只因|因为|因|想|想当年|当年|当日|可|但|而|其实|须知|你不知|不瞒[^，]{1,6}说)?(?:我|吾|俺|老孙|老猪|某|咱|本人|妾|臣|在下|小弟|小女子|贫僧|贫道|老夫|老朽|小人|小的|奴家|孤|朕)';
const ONE = `(?<o>${OTHER})`;
/** With what stands before it: 乳母 is no 母. */
const K = `(?<k>[^，。；！？：的之了着带有及和与把将被跟同对给向等\uE000-\uE8FF]{0,2}?(?:${BONDS}))`;
/** Behind a name without 的: a brother Cao, for 曹操弟曹仁. */
const CLOSE =
  '(?<k>弟|兄|子|女|妻|父|母|侄|婿|孙|叔|舅|妹|姊|姐|妾|夫人|哥哥|弟弟|姐姐|妹妹|儿子|女儿|丈夫|妻子|老婆|老公|媳妇|母亲|父亲|义子|义儿|爹|娘|爸爸|妈妈|婆婆|公公|岳父|岳母|爷爷|奶奶|二叔|叔叔|舅舅|姑姑|师父|师傅|师兄|师弟|师姐|师妹|徒弟|老师)(?:，?(?:姓[^，。]{1,2}，)?(?:名叫|叫|名))?';
const OF = '(?:的|之)';
const IS = '[，、]?(?:乃是|乃|是|系|原是|本是|即|便是|就是|正是)';
const CALLED = '[，、]?(?:名|叫|唤作|名唤|名叫|是|乃|乃是)?';
const THEIR = '[^，。；！？：\uE000-\uE8FF]{1,12}?(?:其|他的|她的|自己的)';
const NOT = '(?![的之家府])';
/** 那年冬天，: before a subject. */
const WHEN = '(?:[^，。的]{0,6}[年月日天时晚夜早晨][，、])?';
const BEGIN = `^${WHEN}(?:${OPENER}[，、]?){0,2}`;
/** Who may be somebody's without a name. */
const KIN =
  '(?:(?:前|未婚|亲|大|小|二|三)?(?:父亲|母亲|父母|爸爸|妈妈|爷爷|奶奶|外公|外婆|姥姥|姥爷|哥哥|弟弟|姐姐|妹妹|儿子|独子|独女|女儿|闺女|孙子|孙女|外孙女|外甥|侄子|侄儿|侄女|丈夫|妻子|老公|老婆|老伴儿?|叔叔|二叔|伯父|舅舅|姑姑|姨妈|婆婆|公公|岳父|岳母|嫂子|师父|师傅|师兄|师弟|师姐|师妹|徒弟|弟子|男友|女友|男朋友|女朋友|室友|爹|娘|爸|妈|哥)|婚夫|婚妻)';
const PAIR =
  '(?:[^，。；！？：\uE000-\uE8FF]{0,6}?)(?:结为|结成|是|本是|原是|乃是|成了|做了)(?:[^，。；！？：\uE000-\uE8FF]{0,6}?)(?<k>夫妻|夫妇|兄弟|姐妹|姊妹|父子|母子|父女|母女|师徒|朋友|好友|同学|同窗|同事|同乡|邻居|恋人|对手|死对头|表兄妹|表姐妹|表兄弟|兄妹|姐弟)';
const bond = (bearer: 'own' | 'other' | 'both', pattern: string) => ({
  bearer,
  pattern: new RegExp(pattern),
});

/** How Chinese tells who somebody is. */
export const CHINESE: Rules = {
  tag: (marked) => marked,
  clauseEnd: /[；;]|——/g,
  supposes:
    /^(?:若|倘|如果|假如|要是|莫非|难道|岂|何|谁|怎|为何|不知|毕竟|欲知|未知|且看|正是：)|[？?][”"]?$|[吗么呢]$|是不是|是否|不知\uE000|若\uE000/,
  leads: new RegExp(
    `(?:^|[，；：]|然|但|原来|虽说|那|这|名叫|叫|叫[他她])(?:${OPENER}[，、]?){0,2}$|${BEFORE_SUBJECT.source}`,
    'u',
  ),
  people: (text) => (tellsWomen(text) ? CHINESE_PEOPLE : OLD_CHINESE_PEOPLE),
  first: /我/,
  facts: [...FACTS, ...CHINESE_EVENTS],
  described: describedChinese,
  namesake: new RegExp(`(?:取名|起名|取了个名字|一个[^，。]{0,8}名?叫)(?:叫|为)?${OWN}`),
  introduces: new RegExp(
    `(?:^|[，。])(?:吾|某|我|俺|小人|在下|贫僧|贫道|小弟|老夫)(?:就|便|本)?(?:乃是?|姓|是|叫|名叫|名唤)?(?![^，。]{0,12}[的之][兄弟姐妹父母子女妻徒师])[^，。；！？\uE000-\uE8FF]{0,14}(?<who>[\uE000-\uE8FF])(?=[，。；！也字]|$)|^(?:吾|某|我|俺)乃[^，。；！？\uE000-\uE8FF]{2,12}也(?=[。！”]|$)`,
    'u',
  ),
  entrance: ENTRANCE,
  hearsay: NATURES,
  ownWords: [
    rule(
      'status',
      3,
      'anywhere',
      `${ME}(?:们)?(?:本|原|乃|也|就(?!是今)|不过|自幼|自小|从小|只)?(?:是|乃是|乃|系|姓|名叫?|叫做|本名)(?!不|怕|要|来|去|想|说|这|那|怎|何|为|你|他|她|我)${SOMEBODY}(?:${WHO}|是也)`,
    ),
    rule(
      'age',
      3,
      'anywhere',
      `${ME}(?:今年|今|已|都|才|年方|年已|快|已经)[^，。；！？]{0,3}[一二三四五六七八九十百\\d]+岁`,
    ),
    rule(
      'status',
      2.8,
      'anywhere',
      `${ME}(?:的|家)?(?:父亲|母亲|爹|娘|爸爸|妈妈|丈夫|妻子|儿子|女儿|哥哥|弟弟|姐姐|妹妹|父母|祖上|老家)(?:是|早|从|曾|原|本|死|去世|姓|有)`,
    ),
    rule(
      'trait',
      2.6,
      'anywhere',
      `${ME}(?:自幼|从小|自小|平生|生平|一生|向来|从来|一向|素来|最爱|最恨|最怕|最喜|最不|喜欢|不喜欢|讨厌|害怕|生性|脾气|性子)(?!的|得)`,
    ),
    rule(
      'ability',
      2.4,
      'anywhere',
      `${ME}(?:善|精通|学会|学得|会[^，。]{0,3}(?:变化|弹|唱|画|写|做|治|医|打)|有[^，。]{0,4}(?:变化|神通|本事|手段|手艺))`,
    ),
    rule(
      'drive',
      2.4,
      'anywhere',
      `${ME}(?:一心(?:只?想|要|只?要|向|盼)|立志|发誓|这辈子|一辈子|只想(?!着|不)|只求|梦想|宁可|绝不|决不|死也)`,
    ),
  ],
  bonds: [
    bond('own', `${ONE}${OF}${K}${CALLED}${OWN}${NOT}`),
    bond('own', `${ONE}${CLOSE}${OWN}${NOT}`),
    bond('own', `${OWN}${IS}[^，。；！？：的之\uE000-\uE8FF]{0,8}${ONE}${OF}${K}${END}`),
    bond('own', `${BEGIN}${OWN}，${ONE}${OF}${K}${END}`),
    bond(
      'own',
      `${ONE}[^，。；！？：\uE000-\uE8FF]{0,6}(?:收|认)了?${OWN}[^，。；！？：]{0,3}[为做作](?:了)?${K}`,
    ),
    bond(
      'own',
      `${OWN}[^，。；！？：\uE000-\uE8FF]{0,6}嫁(?:给|与)?了?${ONE}[^，。；！？：的\uE000-\uE8FF]{0,3}[为做作]${K}`,
    ),
    bond('other', `${OWN}${OF}${K}${CALLED}${ONE}${NOT}`),
    bond('other', `${OWN}${CLOSE}${ONE}${NOT}`),
    bond('other', `${ONE}${IS}[^，。；！？：的之\uE000-\uE8FF]{0,8}${OWN}${OF}${K}${END}`),
    bond('other', `${BEGIN}${ONE}，${OWN}${OF}${K}${END}`),
    bond(
      'other',
      `${OWN}[^，。；！？：\uE000-\uE8FF]{0,6}(?:拜|认|收)了?${ONE}[^，。；！？：]{0,3}[为做作](?:了)?${K}`,
    ),
    bond('other', `${OWN}有(?:一?个|两个)?${K}[，]?(?:名叫|叫做?|名|唤作)${ONE}`),
    bond('own', `${ONE}有(?:一?个|两个)?${K}[，]?(?:名叫|叫做?|名|唤作)${OWN}`),
    bond('other', `${BEGIN}${OWN}${THEIR}${K}${ONE}${NOT}`),
    bond('own', `${BEGIN}${ONE}${THEIR}${K}${OWN}${NOT}`),
    bond('both', `${OWN}[和与同跟]${ONE}${PAIR}`),
    bond('both', `${ONE}[和与同跟]${OWN}${PAIR}`),
  ],
  kin: new RegExp(
    `(?:${OWN}(?:的|之)?|${OWN}[^。；！？\uE000-\uE8FF]{0,20}，(?=[^，。]{2,3}[在是早已也都从有去]))(?<k>${KIN})(?![们妈爸爹娘的家]|(?<=[娘爷])儿|[\uE000-\uE8FF])(?:(?<c>，?(?:名叫|叫)|，?是)?(?<n>\\p{Script=Han}{2,3}))?`,
    'gu',
  ),
  // Not 倒像我的儿子, 我弟子 of oneself, nor 我儿子你站稳着, 我的奶奶！ to somebody; and 你说召我徒弟来 is another's word.
  myKin: new RegExp(
    `(?<![是象像如当做作为]|说[召叫请让])(?:我|俺|咱)(?!弟子)(?:的|家)?(?<k>${KIN})(?![们妈爸爹娘家你您啊！]|[\uE000-\uE8FF])`,
    'gu',
  ),
  whose: new RegExp(
    `${OWN}(?:[^。；！？：\uE000-\uE8FF]{0,40}?，)?(?:乃是|是|原是|本是|便是|就是|，)[^，。；！？：的之\uE000-\uE8FF]{0,8}?(?<n>\\p{Script=Han}{2,3})(?:的|之)(?<k>${KIN})(?=[，。；]|$)`,
    'u',
  ),
  mine: new RegExp(`(?:我|吾|俺|咱)(?:的|家)?(?<k>${BONDS})(?<o>${OWN}|${OTHER})${NOT}`),
  feelings: new RegExp(
    `${BEGIN}${OWN}[^，。；！？：的\uE000-\uE8FF]{0,4}?(?:爱上|爱着|深爱|喜欢上|暗恋|思念|深恨|恨透|讨厌|敬重|敬佩|佩服|仰慕|感激|信任|倚重|器重|怜惜|疼爱|宠爱|(?:嫁[给与]了?|娶了?)[^，。；！？：\uE000-\uE8FF]{0,8}|投靠|投奔|辅佐|救了|收了|杀了|害死)(?:了|着)?${ONE}${NOT}`,
  ),
};
