import { ANY_TAGS, type FactRule, rule as plainRule } from './rules.js';
import { PERSON } from '../../../text/speakers/en/lines/nouns.js';
import { ENGLISH_ACTS } from './english-acts.js';

/* Words that tell who somebody is, by what they tell. */

/** What somebody is to somebody. */
const BONDS =
  'manservant|housekeeper|nurse|cook|coachman|half-brother|half-sister|great-uncle|great-aunt|great-nephew|great-niece|mentor|roommate|flatmate|boyfriend|girlfriend|ex-wife|ex-husband|stepbrother|stepsister|father|mother|brother|sister|son|daughter|husband|wife|uncle|aunt|nephew|niece|cousin|grandfather|grandmother|grandson|granddaughter|grandchild|child|twin|' +
  'stepfather|stepmother|stepson|stepdaughter|step-father|step-mother|father-in-law|mother-in-law|brother-in-law|sister-in-law|son-in-law|daughter-in-law|' +
  'godfather|godmother|godson|goddaughter|widow|widower|lover|sweetheart|betrothed|fiancé|fiancée|fiance|fiancee|bride|bridegroom|friend|companion|chum|comrade|ally|' +
  'enemy|foe|rival|master|mistress|servant|maid|valet|butler|governess|tutor|teacher|pupil|student|apprentice|assistant|secretary|partner|colleague|employer|clerk|' +
  'ward|guardian|patron|patroness|benefactor|benefactress|protector|protectress|confidant|confidante|neighbour|neighbor|landlord|landlady|tenant|lodger|heir|heiress|physician|doctor|lawyer|captain|lieutenant';

/** Who somebody may be, with what they do for their living. */
const PEOPLE =
  `${PERSON}|people|persons|men|women|girls|boys|men|creatures|gentlemen|ladies|${BONDS}|orphan|heir|heiress|spinster|bachelor|baby|infant|teenager|adult|villager|peasant|beggar|slave|` +
  'minister|missionary|engineer|chemist|scientist|scholar|philosopher|musician|singer|dancer|player|actor|broker|banker|stockbroker|solicitor|barrister|officer|seaman|pirate|smuggler|spy|' +
  'knight|wizard|witch|sorcerer|mage|warrior|hunter|blacksmith|carpenter|baker|miller|weaver|dressmaker|seamstress|milliner|shoemaker|cobbler|mason|joiner|watchmaker|bookseller|librarian|' +
  'tradesman|workman|labourer|laborer|fishwife|washerwoman|midwife|postmistress|innkeeper|publican|grocer|butcher|chandler|ferryman|pilot|lighthouse-keeper|keeper|gamekeeper|watchman|bailiff|steward|agent|' +
  'mayor|governor|president|senator|chief|leader|head|owner|proprietor|manageress|foreman|director|general|commander|recruit|private|veteran|invalid|cripple|coward|hero|heroine|fool|genius|gossip|flirt|' +
  'drunkard|gambler|miser|liar|scoundrel|rascal|rogue|villain|murderer|criminal|outlaw|native|foreigner|Englishman|Englishwoman|Frenchman|Frenchwoman|Irishman|Scotchman|Scotsman|Welshman|Dutchman|German|Italian|American|Jew|Jewess|Spaniard|Indian|Greek|Russian|' +
  'believer|sceptic|dreamer|reader|talker|listener|rider|shot|horseman|horsewoman|swimmer|housewife|gardener|nobleman|aristocrat|tyrant|saint|sinner|being|manager|adviser|counsellor|member|favourite|favorite';

/** What somebody is like, for good. */
const TRAITS =
  'kind|kindly|gentle|tender|good|good-natured|good-humoured|good-humored|good-hearted|kind-hearted|warm-hearted|soft-hearted|tender-hearted|light-hearted|generous|benevolent|charitable|affectionate|loving|loyal|faithful|devoted|true|honest|honourable|honorable|upright|sincere|frank|candid|open|open-hearted|trustworthy|' +
  'proud|vain|haughty|arrogant|conceited|modest|humble|shy|timid|bashful|reserved|silent|taciturn|quiet|talkative|garrulous|sociable|unsociable|civil|polite|courteous|rude|blunt|gruff|coarse|vulgar|refined|elegant|genteel|graceful|awkward|clumsy|' +
  'clever|intelligent|wise|sensible|prudent|shrewd|cunning|sly|artful|crafty|witty|ingenious|quick|quick-witted|sharp|accomplished|learned|educated|ignorant|stupid|foolish|silly|simple|dull|slow|absent-minded|forgetful|imaginative|romantic|practical|methodical|precise|' +
  'brave|bold|courageous|daring|fearless|cowardly|nervous|anxious|cautious|careful|careless|reckless|rash|impetuous|impulsive|impatient|patient|calm|placid|cool|cold|cold-hearted|heartless|warm|passionate|hot-tempered|quick-tempered|bad-tempered|ill-tempered|irritable|peevish|fretful|cross|sulky|sullen|moody|melancholy|gloomy|cheerful|merry|gay|lively|spirited|high-spirited|playful|' +
  'stern|strict|severe|hard|harsh|cruel|brutal|savage|fierce|violent|wicked|bad|malicious|spiteful|vindictive|jealous|envious|suspicious|selfish|unselfish|greedy|avaricious|mean|stingy|miserly|thrifty|frugal|extravagant|lazy|idle|indolent|industrious|hard-working|energetic|active|diligent|ambitious|stubborn|obstinate|headstrong|wilful|willful|determined|resolute|firm|weak|weak-willed|docile|obedient|' +
  'religious|pious|devout|superstitious|sceptical|cynical|worldly|innocent|naive|sentimental|sensitive|delicate|eccentric|odd|peculiar|queer|singular|fastidious|neat|tidy|untidy|punctual|dignified|respectable|amiable|agreeable|disagreeable|charming|pleasant|unaffected|tactful|indulgent|officious|meddlesome|inquisitive|curious|observant|sarcastic|satirical|teasing|trusting|trustful|confiding|truthful|deceitful|false|hypocritical|unscrupulous|ruthless|independent|self-willed|self-possessed|conscientious|dutiful|honest|fond|sickly|consumptive|lame|blind|deaf|dumb|rich|wealthy|poor|well-off|penniless|respected|beloved|famous|celebrated|popular|feared|unmarried|widowed|single|orphaned|childless|capable|talented|gifted|skilful|skillful|solemn|formal|pompous|obsequious|worthy|well-bred|gallant|humane|ungracious|villainous|surly|languid|dreamy|chatty|uncultivated|childish|flirtatious|coquettish|rational|steady|sanguine|ardent|brilliant|eloquent|morose|noble';

/** What somebody looks like. */
const LOOKS =
  'tall|short|small|little|big|large|huge|great|stout|fat|plump|portly|corpulent|thin|lean|slim|slender|slight|gaunt|bony|lanky|broad|broad-shouldered|thickset|thick-set|sturdy|strong|muscular|stooped|bent|straight|upright|handsome|beautiful|pretty|lovely|good-looking|fine-looking|comely|plain|ugly|homely|hideous|' +
  'fair|dark|brown|black|grey|gray|white|red|golden|yellow|blue|green|hazel|auburn|blonde|blond|ginger|raven|silver|silvery|sallow|ruddy|rosy|swarthy|sunburnt|tanned|weather-beaten|freckled|wrinkled|bald|bearded|clean-shaven|shaven|curly|curled|straight|shaggy|bushy|thick|long|young|old|elderly|aged|middle-aged|well-dressed|shabby|ragged|barefoot|one-eyed|one-legged|hooked|aquiline|snub|sharp|square|round|oval|delicate|piercing';
const BODY =
  'hair|eye|eyes|face|features|countenance|complexion|skin|nose|mouth|lips|chin|cheeks|forehead|brow|eyebrows|beard|moustache|mustache|whiskers|figure|build|stature|frame|shoulders|hands|arms|legs|voice|head|appearance|teeth|scar|curls|locks|braids|plaits|freckles|fingers|forearm|forearms|wrists|brows|form|bearing|limbs|person|mien|air';
/** What in somebody has a nature. */
const NATURE =
  'temper|temperament|character|disposition|nature|manner|manners|mind|heart|understanding|spirit|spirits|pride|vanity|kindness|courage|imagination|conscience|sense|memory|intellect|intelligence|wit|genius|talent|talents|taste|tongue|education|habit|habits|way|principles|constitution|health|reputation|passion';
/** What somebody owns. */
const GOODS =
  'fortune|income|estate|estates|house|houses|property|money|pounds|thousand|dollars|farm|shop|inn|mill|boat|ship|horse|horses|carriage|dog|cat|parrot|living|land|lands|library|garden|cottage|castle|factory|business|gun|sword|ring|wand|studio|rooms|lodgings|practice|parish|school|savings|debts|pension|dowry|title|servants';
/** What somebody can do. */
const SKILLS =
  'sing|play|draw|ride|dance|speak|read|write|cook|sew|knit|embroider|paint|fight|swim|shoot|sail|climb|row|fence|box|fly|heal|mend|build|bake|weave|hunt|fish|translate|recite|imitate|remember|cure|act';
/** What moves somebody. */
const FEELS =
  'love|hate|detest|despise|adore|worship|long|dream|dread|fear|resent|admire|envy|cherish|dislike|like|trust|miss|loved|loves|hated|hates|detested|detests|despised|despises|adored|adores|worshipped|worships|longed|longs|yearned|yearns|dreamed|dreamt|dreams|aspired|dreaded|dreads|feared|fears|resented|resents|admired|admires|envied|envies|cherished|cherishes|disliked|dislikes|scorned|scorns|prided|prides|pined|craved|coveted|liked|likes|trusted|trusts|mistrusted|distrusted';
export const NUMBERS =
  '(?:\\d+|(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:-\\w+)?)';

/** What somebody does once, and what matters: as it stands in a text, in the past and in the present. */
const ACTS = ENGLISH_ACTS;

/** Where tags begin and end. */
const FIRST_TAG = 0xf001;
/** Named by what they are not, which is built in a moment. */
const LETTERS = '[^ ,.;:!?"“”\uE000-\uF0FF]+';
const TAGS = ANY_TAGS;
const CLASSES = [PEOPLE, BONDS, TRAITS, LOOKS, BODY, NATURE, GOODS, SKILLS, FEELS, ACTS];
const TAG_OF = new Map<string, string>();
CLASSES.forEach((words, n) => {
  for (const word of words.split('|')) {
    const known = TAG_OF.get(word) ?? '';
    const tag = String.fromCharCode(FIRST_TAG + n);
    if (!known.includes(tag)) TAG_OF.set(word, known + tag);
  }
});

/** A text with a character behind each word that tells something: what it tells. Patterns need not hold the words. */
export function tagged(text: string): string {
  return text.replace(
    /[\p{L}'-]+/gu,
    (word) => word + (TAG_OF.get(word) ?? TAG_OF.get(word.toLowerCase()) ?? ''),
  );
}

/** A pattern for a text that is tagged: words that it says by themselves may have tags behind them. */
export function tolerant(pattern: string): string {
  if (!/[\uF001-\uF0FF]/.test(pattern)) return pattern;
  return pattern.replace(/\\.|\(\?<\w+>|[A-Za-z][A-Za-z'-]*(?![A-Za-z'?*+{-])/g, (word) =>
    TAG_OF.has(word) ? word + TAGS : word,
  );
}

/** A rule of a pattern in words, for English. */
export function rule(
  kind: FactRule['kind'],
  weight: number,
  where: FactRule['where'],
  pattern: string,
): FactRule {
  return plainRule(kind, weight, where, tolerant(pattern));
}

const THINGS = [BONDS, BODY, NATURE].map((words) => String.fromCharCode(FIRST_TAG + CLASSES.indexOf(words)));

/** Whether a word is what somebody has as part of them, or who is somebody to them. */
export function belongsTo(word: string): boolean {
  const tags = TAG_OF.get(word);
  return tags !== undefined && THINGS.some((tag) => tags.includes(tag));
}

const ofClass = (words: string) =>
  `${LETTERS}${TAGS}${String.fromCharCode(FIRST_TAG + CLASSES.indexOf(words))}${TAGS}`;

/** Patterns of the words of a class, in a text that is tagged. */
export const ENGLISH_WORDS = {
  people: ofClass(PEOPLE),
  trait: ofClass(TRAITS),
  looks: ofClass(LOOKS),
  body: ofClass(BODY),
  nature: ofClass(NATURE),
  goods: ofClass(GOODS),
  skill: ofClass(SKILLS),
  feels: ofClass(FEELS),
  act: ofClass(ACTS),
  /** What one is to another, as group `k`. */
  bond: `(?<k>${LETTERS})${TAGS}${String.fromCharCode(FIRST_TAG + CLASSES.indexOf(BONDS))}${TAGS}`,
  /** What may stand behind a word. */
  tags: TAGS,
  /** Any other word. */
  any: `[^ ,.;:!?"“”\uE000-\uE8FF]+`,
};
