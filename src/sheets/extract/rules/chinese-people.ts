import type { Gender } from '../../../text/speakers/en/names/titles.js';
import type { GenderHint, PeopleWords, Token } from './tokens.js';

const MEN =
  '男人|男子|男孩|男生|男的|小伙子|小伙|老头儿|老头|老先生|老汉|老爷爷|爷爷|外公|姥爷|父亲|爸爸|哥哥|弟弟|儿子|丈夫|老公|叔叔|伯父|伯伯|舅舅|公公|岳父|侄子|侄儿|孙子|师兄|师弟|少年|大汉|汉子|和尚|道士|皇帝|太子|王爷|公子|少爷|前男友|男友|男朋友|未婚夫|新郎';
const WOMEN =
  '女人|女子|女孩|女生|女的|姑娘|小姐|太太|夫人|老太太|奶奶|外婆|姥姥|母亲|妈妈|姐姐|妹妹|女儿|闺女|妻子|老婆|阿姨|姑姑|姑妈|姨妈|舅妈|婆婆|岳母|侄女|孙女|师姐|师妹|少女|妇人|尼姑|皇后|公主|前女友|女友|女朋友|未婚妻|新娘|护士长|嫂子|丫鬟|丫头';
const EITHER =
  '那个?人|这个人|来人|护士|医生|大夫|老师|师父|师傅|徒弟|老人|孩子|小孩|司机|警察|老板|院长|经理|主任|邻居|同学|同事|朋友|客人|陌生人|路人|伙计|掌柜的?|村长|校长|室友|队长|店员|服务员|老伴儿?';
const NEAR_MEN = '爸|爹|哥|弟|叔|舅';
const NEAR_WOMEN = '妈|娘|姐|妹|姨|姑|嫂';
const genderOf = new Map<string, Gender>([
  ...[MEN, NEAR_MEN].flatMap((list) => list.split('|').map((word) => [word, 'm'] as const)),
  ...[WOMEN, NEAR_WOMEN].flatMap((list) => list.split('|').map((word) => [word, 'f'] as const)),
]);

const MARKS = '[\uE000\uE100-\uE8FF]';
const ANY_MARK = new RegExp(MARKS);
const NEAR = `${NEAR_MEN}|${NEAR_WOMEN}`;
const NOUN = `${MEN}|${WOMEN}|${EITHER}`;
/** What they begin with, so that all else is passed over. */
const FIRST = [...new Set([...NOUN.split('|'), ...NEAR.split('|')].map(([first]) => first))].join('');
const MEANT = new RegExp(
  `(${MARKS})|([他她])(?<![其吉].)(?![们俩人乡日处])|(我)(?<!自我)(?!们|国|家)|(?=[${FIRST}])((?:${NEAR})(?<=[我他她你].)(?![妹妈爸哥弟姐娘])|${NOUN})(?!们)`,
  'gu',
);
/** What may stand before whom a clause is about. */
export const BEFORE_SUBJECT =
  /^(?:[^，。的\uE000-\uE8FF]{0,3}|[^。\uE000-\uE8FF]{0,24}[，、：]|[^，。\uE000-\uE8FF]{0,14}(?:年|月|日|天|时|候|后|前|里|上|中|晚|早|晨|夜|次|际|刻|来|回|于是|但是|可是|不过|然而|因为|所以|忽然|突然|只见|却|等|原来|如果))$/u;
const PREDICATE = /(?:是|成了?|当了?|做了?|像|如|叫|作为|算|嫁给了?|为)[^，。\uE000-\uE8FF]{0,12}$/u;

const CALLING = new RegExp(`^(?:(?:的名字)?(?:叫做?|名叫|姓|就是|名字叫))?(${MARKS})`, 'u');

function tokens(marked: string): Token[] {
  const found: Token[] = [];
  for (const match of marked.matchAll(MEANT)) {
    const [whole, mark, pronoun, narrator, noun] = match;
    const at = match.index;
    const end = at + whole.length;
    if (noun && isOther(marked, at, end)) continue;
    const isWhose = /^(?:的|之)/.test(marked.slice(end));
    found.push({
      at,
      end,
      kind: mark ? 'name' : pronoun ? 'pronoun' : narrator ? 'narrator' : 'noun',
      gender: pronoun ? (pronoun === '他' ? 'm' : 'f') : noun ? (genderOf.get(noun) ?? null) : null,
      key:
        noun &&
        /(?<!的)(?<![他她你们])$/u.test(marked.slice(0, at).replace(/我的?$/u, '')) &&
        KIN_ALONE.test(noun) &&
        !OFFICES.test(`某${noun}`)
          ? `我${noun}`
          : whole,
      named: pronoun ? CALLING.exec(marked.slice(end, end + 6))?.[1] : undefined,
      // 秀兰和她丈夫不一样: it goes on about whoever begins.
      isSubject: !isWhose && (at === 0 || !/^[和与跟同、]/.test(marked.slice(end))),
      isPossessive: isWhose,
      behind: '',
    });
  }
  found.forEach((token, n) => {
    // 江临 puts it at 她的 door: of one's own it would be 自己的.
    token.isOther = token.kind === 'pronoun' && n > 0 && !/[，；—]\S{0,2}$/u.test(marked.slice(0, token.at));
    token.isTheirs =
      token.kind === 'pronoun' && token.isPossessive && /[是乃]$/u.test(marked.slice(0, token.at));
    const last = found[n + 1];
    // `她娘`: whose the noun is stands right before it.
    if (last?.kind === 'noun' && last.at === token.end) {
      token.isSubject = false;
      token.isPossessive = true;
    }
    const before = found[n - 1];
    const whose = before && !before.isSubject && n === 1 && /^的?$/.test(marked.slice(before.end, token.at));
    // 院长走了，孟秋菊留下来: each clause has its own.
    const isNext = token.kind === 'name' && /[，；]$/.test(marked.slice(0, token.at));
    // 观里还有一个人，叫白霜: it goes on about whoever comes in.
    const comesIn =
      token.kind === 'name' &&
      /(?:还?有|来了|走来|是)(?:一?个|一?位|我)[^。]{1,16}?(?:名叫|叫)$/u.test(marked.slice(0, token.at));
    token.isSubject &&=
      isNext ||
      comesIn ||
      ((n === 0 || Boolean(whose)) && BEFORE_SUBJECT.test(marked.slice(0, whose ? before!.at : token.at)));
  });
  // Who may be a man or a woman, and does nothing there, is nobody whom a pronoun means.
  return found.filter(
    ({ kind, gender, key, isSubject }) => kind !== 'noun' || gender || isSubject || key.startsWith('我'),
  );
}

/** A noun that says what somebody is, or stands beside their name. */
function isOther(marked: string, at: number, end: number): boolean {
  return PREDICATE.test(marked.slice(Math.max(0, at - 14), at)) || ANY_MARK.test(marked.slice(end, end + 1));
}

const APPOSED = new RegExp(
  `(${MEN}|${WOMEN})(?:，?(?:姓\\p{Script=Han}{1,2}，?)?(?:名叫|叫|是))?(${MARKS})|^(${MARKS})是[^，。\uE000-\uE8FF]{0,12}?(${MEN}|${WOMEN})(?=[，。]|$)`,
  'gu',
);

const KIN = `${MEN}|${WOMEN}|师父|师傅|徒弟|老师|老板|室友|爸|妈|爹|娘|哥|姐|弟|妹`;
const KIN_ALONE = new RegExp(`^(?:${KIN})$`);
const CALLED = new RegExp(
  `我的?(${KIN})(?:，?(?:叫|名叫|就?是|姓))?(${MARKS})|(${MARKS})，?(?:就?是)?我的?(${KIN})(?=[，。])|是我的?(${KIN})，(?:名?叫|姓)?(${MARKS})`,
  'gu',
);

function called(marked: string): { key: string; mark: string }[] {
  if (!ANY_MARK.test(marked)) return [];
  return [...marked.matchAll(CALLED)].map(([, a, b, c, d, e, f]) => ({
    key: `我${(a ?? d ?? e)!}`,
    mark: (b ?? c ?? f)!,
  }));
}

/** 孟护士长 is 护士长. */
const OFFICES =
  /^\p{Script=Han}{1,2}(护士长|院长|校长|村长|镇长|县长|局长|队长|班长|经理|主任|医生|大夫|老师|教授|律师|警官|掌柜|老板|总监|书记|将军|元帅|丞相|道长|工)$/u;

function office(name: string): string | null {
  return OFFICES.exec(name)?.[1] ?? null;
}

function hints(marked: string): GenderHint[] {
  if (!ANY_MARK.test(marked)) return [];
  return [...marked.matchAll(APPOSED)].flatMap(([, noun, mark, subject, predicate]) => {
    const gender = genderOf.get((noun ?? predicate)!);
    return gender ? [{ mark: (mark ?? subject)!, gender }] : [];
  });
}

/** How Chinese speaks of people without their names. */
export const CHINESE_PEOPLE: PeopleWords = {
  tokens,
  hints,
  called,
  office,
  reach: 700,
  answer: /^[“"「『\s]*(?:[^，。！？]{1,6}[，。！？])?[他她](?!们)/,
  vocative: /(?:^|[，。！？])[\uE000\uE100-\uE8FF](?=[，。！？…—]|$)/gu,
  begins: {
    pattern: /^(?:[^，。！？]{1,6}[，。！？])?(?:可|但|那)?(?:(?<m>他)|(?<f>她))(?!们)/,
    behind: () => '',
  },
};

/** Of a text that knows no 她: 他 is anybody. */
export const OLD_CHINESE_PEOPLE: PeopleWords = {
  ...CHINESE_PEOPLE,
  tokens: (marked) => tokens(marked).map((token) => ({ ...token, gender: 'm' })),
  isOneGender: true,
};

/** So few 她, as a share of 他, are a slip. */
const SLIPS = 0.03;

/** Whether a text knows 她. */
export function tellsWomen(text: string): boolean {
  const count = (word: string) => text.split(word).length - 1;
  return count('她') >= SLIPS * count('他');
}
