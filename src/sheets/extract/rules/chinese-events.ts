import { BONDS } from './chinese-words.js';
import { OTHER } from './marks.js';
import { rule } from './rules.js';

/** Nothing follows. */
export const END = '(?=[，。；！？．、：…]|也|$)';
/** Whose something is, or who is with somebody, is somebody else. */
export const NOT_OWNS = '(?![的之]|等|们|和|与|、)';
/** What may stand between a subject and what is said of it. */
export const STILL =
  '(?:这个?人|此人|者|其人|本人|自己|先生|小姐|姑娘)?[，、]?(?:也|又|便|就|却|倒|虽|虽然|原|本|还|更|都|确实|实在|从来|向来|一向|平日|素日|素来|自来|生来|天生|毕竟|到底|其实|如今|今年|此时|当年|那时|从前|原本|本来){0,2}';

const DOES = `${STILL}${NOT_OWNS}[^，。；！？：的要想欲教令命使可未没不如若\uE000-\uE8FF]{0,5}?`;
/** What is only wanted, ordered or feared has not happened. */
const HAPPENED = '(?<![要想欲教令命使可未没不如若待将敢能][一-龥]{0,2})';

/** What turns a story, as Chinese tells it: deaths, marriages, quarrels, and what comes before and after. */
export const CHINESE_EVENTS = [
  rule(
    'event',
    4,
    'subject',
    `${DOES}(?:死[了于在去]|身死|而死|病死|战死|去世|病逝|逝世|病故|身亡|阵亡|亡故|卒|薨|驾崩|咽气|断气|气绝|归天|圆寂|自尽|自缢|自刎|自杀|上吊|投井|投河|跳楼|牺牲|遇害|丧命|毙命|被害|被杀|被斩|遇难|殒命)(?!活)`,
  ),
  rule(
    'event',
    4,
    'before',
    `${HAPPENED}(?:斩|杀|刺死|射死|打死|害死|砍死|毒死|缢死|生擒|活捉|逼死|气死)了?`,
  ),
  rule('event', 3.6, 'before', `${OTHER}[^，。；！？的]{0,8}(?:娶了?|迎娶|嫁给了?|嫁与)`),
  rule('event', 4, 'behind', `(?:的|之)(?:死|葬礼|灵柩|首级|尸首|遗体|丧)`),
  rule(
    'event',
    3.6,
    'subject',
    `${DOES}(?:嫁给|嫁与|嫁到|嫁入|嫁了|出嫁|出阁|远嫁|娶了|迎娶|招赘|入赘|成亲|成婚|完婚|结婚|离婚|订婚|定亲|订亲|求婚|退婚|过门|拜堂|圆房|纳为|收房|扶正|怀孕|有孕|有喜|生下|产下|小产|出生|降生|(?:作|做|为)妾)(?!气)`,
  ),
  rule(
    'event',
    3.2,
    'subject',
    `${DOES}(?:出家|剃度|皈依|拜师|拜${OTHER}为(?:${BONDS})|认${OTHER}[为做作]|结拜|结义|投奔|投降|归降|降了|反了|造反|起兵|起义|入狱|下狱|被捕|被擒|被俘|被抓|被逐|被贬|流放|充军|逃走|逃出|出逃|出走|私奔|失踪|受伤|重伤|中箭|中毒|病倒|大病|吐血|瞎了|中风|苏醒|痊愈|翻脸|决裂|绝交|断绝|和好|和解|反目|吵翻|大吵|吵架|争吵|吵了起来|吵起来|打起来|打了起来|分手|告白|表白|考上|考中|中举|毕业|退学|落榜|辍学|参军|入伍|当上|升为|升任|上任|辞职|辞官|被开除|下岗|破产|抄家|继位|即位|登基|称帝|封为|受封|成佛|得道|成仙|还俗|大闹|大战|力斩|斩了|夺了|夺得|杀了|行刺|献计|揭发|背叛|出卖)`,
  ),
  rule(
    'event',
    3.2,
    'subject',
    `[^。；！？\uE000-\uE8FF]{0,16}?，?[和与跟同]${OTHER}(?:大吵|吵|打了|打起|翻了?脸|决裂|争执|争吵|和好|分手|结婚|成亲|成婚|订婚|离婚|结拜|结义)`,
  ),
  rule('event', 3, 'before', `(?:封|拜|加|升|任命|立|贬|册封|提拔)(?<!要封|不封)`),
  rule(
    'event',
    2,
    'subject',
    `${DOES}(?:初见|初会|第一次|头一次|初次|离开|告别|辞别|搬到|搬进|搬出|进京|上京|回乡|还乡|启程|收了|赢了|输了|大败|兵败|败走|得胜|大胜|醒悟)`,
  ),
];
