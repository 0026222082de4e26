import type { MessageRole } from '../../contracts/message.js';
import { isOutOfCharacter } from '../quoting/out-of-character.js';
import { sentencesOf } from '../quoting/sentences.js';
import { truncate } from '../../text/encoding/truncate.js';
import type { Topic } from '../../contracts/memory.js';
import type { FactLine } from './fact.js';

/** A sentence that tells something of whoever says it; the group `thing`, if any, names which of several. */
type Rule = readonly [Topic, RegExp];

const PET_EN =
  'cats?|kitten|dogs?|puppy|rabbit|hamster|parrot|budgie|turtle|tortoise|horse|pony|corgi|spaniel|terrier|greyhound|labrador|kittens|puppies|poodle|gerbil|canary|cockatiel|ferret|goat|snake|lizard|gecko';
const KIN_EN =
  'mother|mum|mom|father|dad|sister|brother|son|daughter|grandmother|grandma|granny|gran|nan|grandfather|grandad|grandpa|aunt|uncle|cousin|niece|nephew|wife|husband';
const TURN_EN =
  'died|dying|passed away|dead|ill|sick|hospital|pregnant|born|married|engaged|divorced|retired|retiring|moved|recovered|lost (?:his|her) job|got (?:a|the) job|got into|had a baby|having a baby|gave birth|diagnosed|in prison|got promoted';
const I_EN =
  "(?:I|we)(?:['’](?:ve|m|re|d)| have| am| are| got)?(?: just| finally| recently| now| both| all| actually| officially)*";
/** Where one moves within a room or a house, which is no other home. */
const IN_THE_ROOM_EN =
  '(?:the|a|my|our|your) (?:\\w+ )?(?:window|door|table|sofa|couch|bed|chair|kitchen|balcony|fire|fireplace|corner|front|back|side|edge|bar|counter|desk|left|right|middle|garden|terrace|porch|hall)\\b';
const IN_THE_ROOM_ZH =
  '(?:窗|门|桌|床|沙发|阳台|客厅|厨房|院子|屋里|角落|外面|里面|前面|后面|旁边|这儿|那儿)';

const EN: readonly Rule[] = [
  [
    'home',
    new RegExp(
      `\\b${I_EN} (?!mov\\w+ (?:\\w+ ){1,2}${IN_THE_ROOM_EN})(?:live[sd]?|living|moved?|moving|relocated|settled)(?: (?!on\\b)\\w+)? (?:in(?!to (?:a|an) (?:chat|talk))|into|to(?! tears)|at|out|back|over) `,
      'i',
    ),
  ],
  [
    'home',
    new RegExp(`\\b${I_EN} (?:rent(?:ed|ing)?|leased) (?:an?|the) (?!car|van|boat|bike|suit|film)`, 'i'),
  ],
  ['home', /\b(?:my|our) address (?:has changed|changed|is)\b/i],
  [
    'home',
    new RegExp(
      `\\b${I_EN} (?:bought|leaving|left (?!the)|given up|giving up|sold) ?(?:an?|the|our|my) (?:\\w+ )?(?:house|flat|apartment|cottage|place|bungalow)\\b`,
      'i',
    ),
  ],
  ['home', /\b(?:my|our) new (?:flat|house|apartment|address|place|home|room)\b/i],
  ['work', new RegExp(`\\b${I_EN} (?:work(?:ing)?|employed) (?:as|at|for|in|with) `, 'i')],
  [
    'work',
    new RegExp(
      `\\b${I_EN} (?:laid off|fired|sacked|made redundant|promoted|hired|retired|resigned|unemployed|out of work)\\b|\\b${I_EN} (?:run|own|opened) (?:an?|my own|our own) (?:\\w+ )?(?:shop|bookshop|business|company|cafe|café|restaurant|bakery|studio|farm|bar|pub)\\b|\\boffered (?:me|us) (?:the|a) (?:\\w+ )?(?:post|job|position|role)\\b|\\b(?:made|appointed) me (?:the |an? )?(?:head|manager|director|supervisor|foreman|partner|lead|deputy)\\b|\\b${I_EN} an? [^.!?]{3,40} (?:by trade|for a living)\\b`,
      'i',
    ),
  ],
  [
    'work',
    new RegExp(
      `\\b${I_EN} (?:start(?:ed|ing)?|got|took|taken|lost|quit|left|handed in|resigned|been (?:fired|hired|promoted|laid off|made redundant)|retired|retiring)\\b[^.!?]*(?<!\\bat )\\b(?:job|work|shift|service|office|company|firm|post|position|boss|notice|fired|hired|promoted|laid off|redundant|retired|retiring|resigned)\\b`,
      'i',
    ),
  ],
  [
    'study',
    new RegExp(
      `\\b${I_EN} (?:study(?:ing)? (?!the\\b|this\\b|that\\b|it\\b|him\\b|her\\b|you)|studied|enrolled|(?:started|doing) (?:a|an|my) (?:degree|course|masters?|phd|apprenticeship)|passed (?:my|the) (?:\\w+ )?(?:exams?|finals)|graduated|graduating|dropped out|got into|accepted (?:at|into|by))\\b`,
      'i',
    ),
  ],
  ['partner', /\bmy (?:new |ex-?)?(?:boyfriend|girlfriend|fianc[ée]e?|partner|husband|wife)\b/i],
  [
    'partner',
    /\b(?:I|we)\b[^.!?]{0,40}\b(?:broke up|split up|separated|divorced|engaged|got married|getting married|called it quits|seeing (?:someone|somebody)|(?:no longer|back) together|dating|in a relationship)\b(?! in (?:a|an|the))|\b(?:asked me to marry|proposed to me|I proposed to)\b/i,
  ],
  ['pet', new RegExp(`\\b(?:my|our) (?:\\w+ )?(?<thing>${PET_EN})\\b`, 'i')],
  [
    'pet',
    new RegExp(
      `\\b${I_EN} (?:adopted|got|bought|have|rescued) (?:a|an|two|three|another) (?:\\w+ )?(?<thing>${PET_EN})\\b`,
      'i',
    ),
  ],
  ['pet', new RegExp(`\\b(?:had|having) to put (?:my|our|down) [^.!?]{0,30}\\b(?<thing>${PET_EN})\\b`, 'i')],
  ['family', new RegExp(`\\bmy (?<thing>${KIN_EN})\\b[^.!?]{0,60}\\b(?:${TURN_EN})\\b`, 'i')],
  [
    'health',
    new RegExp(
      `\\b${I_EN} (?:been |was |got )?(?:diagnosed|pregnant|expecting|allergic|recovered|cured|sober|coeliac|celiac|diabetic|asthmatic|(?:broke|broken|sprained|fractured|torn|tore) (?:my|an?)|off (?:the|my) (?:tablets|pills|medication|meds|crutches))\\b`,
      'i',
    ),
  ],
  [
    'health',
    /\b(?:gives|give|gave|brings) me (?:hives|a rash|asthma|migraines?)\b|\b(?:doctor|surgeon|gp|specialist|consultant) (?:says|said|told|thinks|found|wants|put)\b[^.!?]*\b(?:my|me|I)\b|\bmy (?:blood pressure|blood sugar|readings|operation|surgery|test results|diagnosis|asthma|diabetes)\b/i,
  ],
  [
    'plan',
    new RegExp(
      `\\b${I_EN} (?:planning|plan|decided|intend(?:ing)?) (?:to|on|against)\\b|\\b(?:I|we)(?:['’](?:m|re)| am| are) (?:(?:going to|off to) (?!bed|sleep|the (?:shop|toilet|bathroom|kitchen))(?!be\\b|die\\b|kill\\b)[^.!?]*\\b(?:tomorrow|next|in (?:spring|summer|autumn|winter|the|a|january|february|march|april|may|june|july|august|september|october|november|december)|this (?:summer|spring|autumn|winter|year|weekend))|(?:flying|travelling|sailing|driving) to )|\\b${I_EN} (?:turned\\b[^.!?]{1,40}\\bdown|called off|cancelled|changed my mind)\\b`,
      'i',
    ),
  ],
  [
    'promise',
    /\bI (?:promise|swear|vow)\b|\b(?:you have my word|I give you my word)\b|\byou (?:have )?promised\b/i,
  ],
];

const ZH: readonly Rule[] = [
  [
    'home',
    new RegExp(
      `我们?[^，。！？把]{0,12}(?:住在|定居|安顿下来|安了家|落户|(?:搬到|搬去|搬进|搬回|搬来)(?!${IN_THE_ROOM_ZH})|搬家|退租|新家)|我们?[^，。！？]{0,8}买了(?:套|栋|间|新)?房|我[^。！？]{0,16}现在住在|新家在|我的(?:新)?住址|我们?[^，。！？]{0,8}租了(?![一]?[辆艘条部台件])|我们?把[^，。！？]{0,8}房子?[^，。！？]{0,2}卖了`,
      'u',
    ),
  ],
  [
    'work',
    /我[^，。！？]{0,8}(?:在[^，。！？]{1,16}(?:上班|工作|任职)|在[^，。！？]{0,14}(?:公司|工厂|厂|学校|医院|银行|单位|机关|报社|律所|事务所)[^，。！？]{0,4}(?:做|当|实习)|跳槽|辞职|离职|换了?(?:份)?工作|新工作|入职|被裁|被炒|被开除|被录用|升职|升(?:了)?(?:主管|经理|组长|店长|总监|主任|部长)|失业|当上|合开|开了(?:一?家|个)[^，。！？]{0,8}(?:店|公司|馆|厂|工作室))|我[^。！？]{0,20}退休|我把[^，。！？]{1,8}(?:辞了|工作丢了)|把我(?:给)?(?:裁|炒|开|辞退|开除)了|给了我[^，。！？]{0,6}(?:职位|工作|岗位|聘书)/u,
  ],
  [
    'study',
    /我[^，。！？]{0,8}(?:考上|被?录取|毕业|退学|休学|转学|转专业|报了[^，。！？]{1,12}(?:班|学校|课)|在[^，。！？]{1,12}(?:读书|上学|念书))/u,
  ],
  [
    'partner',
    /我(?:的|们)?[^，。！？]{0,6}(?:男朋友|女朋友|男友|女友|老公|老婆|丈夫|妻子|未婚夫|未婚妻|对象)|我[^，。！？]{0,12}(?:分手|离婚|分居|订婚|结婚|领证|交往|谈恋爱|在一起了|散了|掰了)|向我求婚|我向[^，。！？]{1,8}求婚/u,
  ],
  [
    'pet',
    /我(?:们)?(?:家)?(?:里)?(?:的|养了?|收养了?|领养了?|新?来了|多了|添了)[^，。！？]{0,6}(?<thing>猫|狗(?!粮|窝|绳|舍)|兔子|仓鼠|鹦鹉|乌龟|柯基|金毛|泰迪|巴西龟|小猫|小狗|金鱼|鸟|仓鼠|龙猫|刺猬)/u,
  ],
  [
    'pet',
    /送(?:我们?)?(?:的|家的|家)?[^，。！？]{0,6}(?<thing>猫|狗|兔子|鹦鹉|乌龟)[^。！？]{0,4}走了?最后一程/u,
  ],
  [
    'family',
    /我(?:的|家)?(?<thing>妈妈?|爸爸?|母亲|父亲|姐姐?|妹妹?|哥哥?|弟弟?|爷爷|奶奶|外公|外婆|姥姥|姥爷|儿子|女儿|叔叔|舅舅|阿姨|姑姑|表[姐妹哥弟]|堂[姐妹哥弟]|侄[子女]|外甥女?)[^。！？]{0,20}(?:去世|过世|走了|没了|住院|生病|病了|查出|确诊|怀孕|生了|考上|上(?:小学|初中|高中|大学)了|结婚|离婚|退休|失业|康复|出院)/u,
  ],
  [
    'health',
    /医生(?:说|让|叫)[^。！？]*我|我[^，。！？]{0,12}(?:确诊|查出|怀孕|怀了|过敏|起疹子|骨折|戒烟|戒酒|戒掉|住院|出院|康复|动了?手术|做了?手术|摔断|崴了|扭伤|摔伤|烫伤|拉伤)|手术(?:很)?(?:做完|成功|顺利)|我的(?:血压|血糖|化验单|化验结果)/u,
  ],
  [
    'plan',
    /我们?[^，。！？]{0,6}(?:打算|准备|计划|决定)(?!先?(?:喝|吃|睡|洗|坐|歇|躺|眯))|(?:明天|后天|下周|下个?月|明年|今年|[春夏秋冬]天|周末|暑假|寒假|[一二三四五六七八九十]月)[，]?我们?(?:要|会)(?:去|飞|回|到|开始)|我们?(?:明天|后天|下周|下个?月|明年|[春夏秋冬]天|周末|暑假|寒假)要(?:去|飞|回|到|开始)|不(?:去|考|打算|准备)[^，。！？]{0,6}了[，。！]/u,
  ],
  [
    'promise',
    /我(?:向你|跟你|对你)?(?:答应(?:你|过|[他她])|保证(?![这那它他她])|发誓|承诺)|你(?:答应|保证|承诺)过/u,
  ],
];

/** What is only thought, wished, dreamt or told of a book, or over: it stands before what would be a fact. */
const UNREAL =
  /\b(?:if|unless|imagine|pretend(?:ing)?|suppose|supposing|wish(?:ed)?|hoped|dream(?:ed|t|s|ing)?|almost|nearly|might|maybe|perhaps|could have|would(?:n['’]t)? have|never said|didn['’]t say|used to|once upon|as though|in (?:the|my|this|that|a) (?:novel|book|film|movie|game|story|play|show))\b|要是|如果|假如|假设|假装|万一|倘若|梦见|梦到|差点|差一点|希望|说不定|也许|没说过|可没说|以前|从前|曾经|(?:小说|电影|游戏|故事|书|剧)里/iu;
/** It is not so; 不住在这里了 tells that it is over. */
const DENIED = /\b(?:not|never)\b|n['’]t\b|没(?!了)|不(?!过|小心|得不|[^，。！？]*了)/iu;
/** Others' words in quotation marks are not the speaker's; “I live here,” I said is. */
const REPORTED =
  /\b(?!(?:i|we)\b)[\p{L}'’]+ (?:said|says|told (?:me|us|him|her|them)|asked|wrote|shouted|whispered)\b[^"“'‘]{0,20}["“'‘]|(?:^|[，。])(?!我)[^，。：“”]{1,12}(?:说|问|喊|道)[：:，]?[“「"]/iu;

/** What ends somebody or something that has a name: “Momo died”, 团子走了. */
const ENDED =
  /\b(?:died|passed away|is dead|ran away|put (?:him|her|it) down|put to sleep|gone for good)\b|去世|过世|死了|走了|没了|病逝|丢了/iu;
const NAMED_EN = /^\s+(?:is |was )?(?:called |named )?(?<name>\p{Lu}[\p{L}'’-]+)/u;
const CALLED =
  /(?:叫做?|名叫|取名|起名)(?<name>[\p{Script=Han}A-Za-z]{1,4})(?=[，。！、；\s]|$)|\b(?:called|named|name is|name's) (?<called>\p{Lu}[\p{L}'’-]+)/u;

const LONGEST = 240;
/** UTF-16 units of a message that are read, and facts of one. */
const READ = 4000;
const MOST = 4;

/** Something with a name that was told of before. */
export type KnownThing = Pick<FactLine, 'about' | 'topic' | 'thing'>;

/**
 * What a message tells of whoever says it that may change one day, by the rules of both languages: the sentence itself
 * is the fact. Questions tell nothing.
 *
 * @param known things with a name, of which something may be told now
 */
export function findFacts(
  { role, content }: { role: MessageRole; content: string },
  known: readonly KnownThing[],
): FactLine[] {
  if (isOutOfCharacter(content)) return [];
  const speaker = role === 'user' ? 'user' : 'character';
  const facts: FactLine[] = [];
  for (const alone of sentencesOf(truncate(content, READ))) {
    const sentence = alone.replace(/\s+/g, ' ');
    if (sentence.length > LONGEST || /[?？]["”’」』）)*]*$/.test(sentence)) continue;
    const found = [...told(sentence, speaker), ...ended(sentence, known)];
    for (const fact of found) {
      const twin = facts.some(({ topic, thing }) => topic === fact.topic && thing === fact.thing);
      if (!twin && facts.length < MOST) facts.push(fact);
    }
  }
  return facts;
}

function told(sentence: string, about: string): FactLine[] {
  const rules = /\p{Script=Han}/u.test(sentence) ? ZH : EN;
  const facts: FactLine[] = [];
  if (REPORTED.test(sentence)) return facts;
  for (const [topic, rule] of rules) {
    const match = rule.exec(sentence);
    if (!match || facts.some((fact) => fact.topic === topic)) continue;
    const upTo = sentence.slice(0, match.index + match[0].length);
    if (UNREAL.test(upTo) || (topic !== 'plan' && DENIED.test(match[0]))) continue;
    const kind = match.groups?.['thing'] ?? '';
    facts.push({
      about,
      topic,
      thing: kind && nameOf(sentence, match.index + match[0].length, kind),
      text: sentence,
    });
  }
  return facts;
}

/** What somebody's cat is called, where the sentence says so; else “cat”. */
function nameOf(sentence: string, after: number, kind: string): string {
  const beside = NAMED_EN.exec(sentence.slice(after))?.groups?.['name'];
  const called = CALLED.exec(sentence)?.groups;
  return beside ?? called?.['name'] ?? called?.['called'] ?? kind;
}

function ended(sentence: string, known: readonly KnownThing[]): FactLine[] {
  if (!ENDED.test(sentence)) return [];
  return known
    .filter(({ thing }) => thing.length > 1 && sentence.includes(thing))
    .map(({ about, topic, thing }) => ({ about, topic, thing, text: sentence }));
}
