import { NOT_OWNS, STILL } from './chinese-events.js';
import { PEOPLE } from './chinese-words.js';
import { OWN } from './marks.js';
import { type FactRule, rule } from './rules.js';

/** What stands between a subject and what is said of it further on, where an age is told: a daughter's is not her mother's. */
export const ON_ONE = '(?:[^。；！？：有儿女妹弟妻夫爹娘爸妈\uE000-\uE8FF]{0,30}?[，、])?';

/** They are named at the head of a clause, and not as part of another's name. */
const AT_HEAD = `(?<=(?:^|[，。；：、“])${OWN})`;

/** What tells a little of somebody of whom a short text tells little; and what they wear, are among others, and run. */
export const CHINESE_PLAIN: FactRule[] = [
  rule(
    'trait',
    1.5,
    'subject',
    `${AT_HEAD}${STILL}${NOT_OWNS}(?:是|不是)(?!来|去|要|在|从|说|想|谁|什么|怎|不是|个什么|被|把|因为|为了|那么|这么|这样|那样|真的)[^，。；！？：\uE000-\uE8FF]{1,16}(?<!来|去|到|走|过|说|的)(?=[，。])`,
  ),
  rule(
    'looks',
    1.5,
    'subject',
    `${AT_HEAD}${STILL}${NOT_OWNS}(?:有(?:一|两|三|几|个|颗|道)|长着|留着|戴着|戴|穿着|穿|梳着?|拄着|系着)(?!上|好|过)[^，。；！？\uE000-\uE8FF]{2,16}(?=[，。])`,
  ),
  rule(
    'trait',
    1.5,
    'subject',
    `${AT_HEAD}${STILL}${NOT_OWNS}(?:会(?![不是有被把在])|能(?![不够])|不会|从来?不|从来没有?|从不|总是?|常常?|每天|爱|不爱|抽旱烟|抽烟|喝酒|话(?:很|不)?[少多])[^，。；！？：\uE000-\uE8FF]{1,16}(?=[，。])`,
  ),
  rule('looks', 2.6, 'subject', `${STILL}${ON_ONE}一[身袭][^，。；]{1,6}[衣袍衫裙装裳](?=[，。])`),
  rule(
    'status',
    2.6,
    'before',
    `(?:^|[，：]|是)[^，。；！？：的\uE000-\uE8FF]{0,8}(?:大师兄|二师兄|师兄|师弟|师姐|师妹|${PEOPLE})`,
  ),
  rule(
    'status',
    2.6,
    'subject',
    `${STILL}${ON_ONE}[^，。；！？：\uE000-\uE8FF]{0,14}?(?:开了|开着|经营|办了)(?:一|两|几)[^，。]{0,6}(?:铺|店|馆|厂|公司|学校|诊所|酒楼|客栈|作坊)`,
  ),
  rule('status', 2.5, 'subject', `${STILL}${ON_ONE}(?:学的是|去学了?|改学了?|专学)[^，。，]{1,8}(?=[，。])`),
];
