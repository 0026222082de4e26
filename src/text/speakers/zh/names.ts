import { dottedNames, partsOf, soundsForeign } from './foreign-names.js';
import { countAll, gatherEvidence, ROLE, type Evidence } from './name-evidence.js';
import { isDoubtful, isRarelyName } from './no-names.js';
import type { Setting } from './settings.js';
import { beforeSaying } from './saying-verbs.js';
import { surnameLength } from './surnames.js';

/** Titles that make a name of what stands before: 王夫人, 李大夫, 刘姥姥. */
const TITLE =
  /(?:夫人|太太|奶奶|姥姥|姨妈|姨娘|婆婆|嬷嬷|妈妈|大娘|大妈|大婶|婶子|婶|嫂子|嫂|姐姐|姐|妹妹|妹|哥哥|哥|弟弟|叔叔|叔|伯|大爷|大叔|爷爷|爷|公公|公子|小姐|姑娘|先生|老师|师傅|大夫|医生|老爷|大人|将军|道人|道士|和尚|禅师|法师|真人|天师|菩萨|天王|娘娘|公主|王爷|长老|主任|书记|部长|县长|局长|队长|班长|厂长|校长|教授|经理|老板|掌柜|秘书|记者|皇叔|都督|军师|老汉|老头|老太|裁缝|木匠|铁匠|石匠|屠户|举人|秀才|侦探|警官|探长|律师|博士|护士|司令|[军师旅团营连排]长|政委|参谋|司机|会计|主席|委员|[科处厅院所站村镇馆船]长|支书|[上中少]校|[公侯伯子男]爵|女士|同志|老爷子)$/u;

/**
 * The names that a text uses, with how often, each by itself: of whoever speaks, is spoken to, or acts under a family
 * name. Names of one person are not joined.
 */
export function learnNames(text: string, settings: readonly Setting[]): Map<string, number> {
  const found = gatherEvidence(text, settings);
  for (const [name, { saying, spokenTo, beside, acting, given, short }] of found) {
    const attested = saying + spokenTo + beside + given;
    const full = acting > 0 && (found.get(name.slice(surnameLength(name)))?.saying ?? 0) > 0;
    if (attested === 0 && !full && acting < (short >= 3 || TITLE.test(name) ? 2 : 3)) found.delete(name); // hardly ever, and never beside a line
  }
  countAll(text, found);
  const good = new Map([...found].filter(([name, evidence]) => isName(name, evidence, text.length)));
  const names = new Map<string, number>();
  for (const [name, evidence] of good) {
    if (!isPartOfName(name, evidence, good) && !isMoreThanName(name, evidence, good))
      names.set(name, evidence.total);
  }
  for (const name of names.keys()) if (isShortWithMore(name, names)) names.delete(name);
  for (const [name, evidence] of found) {
    if (!names.has(name) && isGivenName(name, evidence, names)) names.set(name, evidence.total);
  }
  for (const name of [...names.keys()]) {
    const full = fullName(name, found);
    if (full) names.set(full, found.get(full)!.total);
  }
  const speaks = (part: string) => (found.get(part)?.saying ?? 0) > 0;
  for (const [name, times] of dottedNames(text)) {
    const { saying = 0, beside = 0 } = found.get(name) ?? {};
    if (saying + beside > 0 || partsOf(name).some((part) => names.has(part) || speaks(part)))
      names.set(name, times);
    // 皮普, of 皮普·格林, who is hardly called so.
    for (const part of partsOf(name))
      if (names.has(name) && speaks(part)) names.set(part, found.get(part)!.total);
  }
  return names;
}

type Good = ReadonlyMap<string, Evidence>;

/** What people do, right after their name. */
const DOES =
  /[说道曰问答笑听见闻看望想叹哭骂喊叫忙便也又却就才已把对向被让走站坐拿点摇伸抬心大一即乃遂亦自拍举急转没嘿呵哈咬皱瞪瞥扭抓握推端接掏跳跑蹲躺靠低愣怔吓醒捧敲擦扔抹扶掀搓挥晃咳喘瞧朝]/u;
const EDGE = /[\s，。！？；：、．…—“”‘’「」『』"(（]/u;
/** 那老板, 众弟子, 小丫头: one of several. */
const INDEFINITE = /[个位名些几众各诸老小大一二两三四五六七八九十那这某别有何哪该此每旁他她我你]/u;
const PLACE = /[在到去往从至赴离城]/u;

const share = (map: ReadonlyMap<string, number>, pattern: RegExp, total: number) => {
  let sum = 0;
  for (const [char, times] of map) if (pattern.test(char)) sum += times;
  return sum / total;
};

function features(e: Evidence) {
  return {
    says: share(e.after, /[说道曰问笑]/u, e.total),
    opens: share(e.before, /[\s。！？；．…”」』"]/u, e.total),
    does: share(e.after, DOES, e.total),
    starts: share(e.before, EDGE, e.total),
    place: share(e.before, PLACE, e.total),
  };
}

function isName(name: string, e: Evidence, length: number): boolean {
  const surname = surnameLength(name);
  const titled = TITLE.test(name);
  const foreign = soundsForeign(name);
  if (isRarelyName(name)) return isKnownFor(name, e, length);
  // 王主任 is somebody; 宣传部长 may be anybody.
  if (ROLE.test(name) && name.replace(ROLE, '').length !== surname) return false;
  if (!surname && !(titled && name.length > 3) && /[员爸妈舅婆丈甥侄]$/u.test(name)) return false;
  const attested = e.saying + e.spokenTo;
  // 背景：…, a heading, and not 林素秋：“坐。”
  if (!surname && !foreign && e.total < 3 && (e.after.get('：') ?? 0) === e.total) return false;
  if (name.length === 2 && /[军国]$/u.test(name) && attested < 2) return false; // 魏军, 曹军
  const { does, says, starts, opens, place } = features(e);
  // 有根, 张有智: words of the language's own, unless they speak again and again.
  if (isDoubtful(name) && !foreign) {
    const acts = e.acting >= 8 && does >= 0.3 ? e.beside : 0;
    const often = surname
      ? e.saying > 1 || acts > 2 || e.tells > 1 || (e.saying > 0 && e.saying + e.beside > 2)
      : e.saying > 2 || (e.saying > 0 && e.saying + e.beside > 4 && starts >= 0.8);
    return (name.length < 4 || surname === 2) && often && starts >= 0.4 && e.after.size >= 3;
  }
  if (place > 0.3 && e.saying < (surname ? 1 : 3)) return false;
  if (name.endsWith('人') && !(titled && (surname || name.length > 3)) && attested < 5) return false; // but 柳夫人
  if (name.length === 2 && name.endsWith('家')) return false;
  // More than two characters behind a family name, or four without one, are most often a name and a verb.
  if (name.length >= 4 && surname < 2 && !titled && attested < 3 && !(foreign && attested + e.beside > 1))
    return false;
  const varied = says >= 0.3 || e.after.size >= Math.min(foreign ? 2 : e.total < 8 ? 3 : 4, e.total);
  // A short text names people once or twice.
  const often = Math.min(3, Math.ceil(length / 5000));
  if (surname || titled || foreign) {
    if (attested >= 2) return starts >= 0.1;
    if (!varied || starts < 0.2) return false;
    if (e.short >= 3 && e.acting >= 2 && e.total >= 5 && place < 0.2 && !name.endsWith('大')) return true;
    if (attested === 1) return e.total >= Math.min(2, often);
    if (e.beside) return e.total >= often && (does >= 0.15 || (starts >= 0.4 && e.total > 1));
    return does >= 0.15 && (name.length > 2 ? e.acting >= 3 : e.acting >= 8 && does >= 0.3 && opens >= 0.2);
  }
  if (starts < 0.1 || !(varied || e.saying > 2)) return false;
  if (attested >= 3 && (name.length > 2 ? attested >= 4 && opens >= 0.2 : says >= 0.04)) return true;
  if (e.total < often || !varied || opens < 0.25) return false;
  if (attested > 0) return name.length === 2 || attested < 3;
  if (often === 1 && name.length === 2)
    return e.beside > 0 && e.total >= 2 && opens >= (does >= 0.2 || /^[老小阿]/.test(name) ? 0.4 : 0.6);
  if (often === 1) return e.beside > 1 && e.total >= 3 && opens >= 0.5;
  return e.beside >= 2 && e.total >= 4 && does >= 0.2 && says > 0;
}

/** 老板娘, 太后: nobody else is called so here, and they speak again and again. */
function isKnownFor(name: string, e: Evidence, length: number): boolean {
  const fewest = (surnameLength(name) ? 4 : 3) + Math.floor(length / 50_000);
  if (
    e.tells < Math.max(1, 0.06 * e.total) ||
    e.saying + e.beside < fewest ||
    beforeSaying(`${name}说`) !== name
  )
    return false;
  const { starts } = features(e);
  const any = share(e.before, INDEFINITE, e.total) + share(e.after, /[们等]/u, e.total);
  return starts >= 0.4 && any <= 0.1 && e.after.size >= 4;
}

/** 少安 of 孙少安, also without the family name. */
function isGivenName(name: string, e: Evidence, names: ReadonlyMap<string, number>): boolean {
  if (!e.given || isRarelyName(name)) return false;
  let within = 0;
  for (const [char, times] of e.before) if (names.has(char + name)) within += times;
  const alone = e.total - within;
  return within > 0 && (alone >= 2 ? features(e).starts >= 0.1 : alone === 1 && e.saying + e.beside > 0);
}

/** 白嘉轩 of 嘉轩, where the text hardly uses it: the one family name that stands before it again and again. */
function fullName(name: string, found: Good): string | null {
  if (name.length !== 2 || TITLE.test(name) || /[帝王君宗]$/u.test(name)) return null;
  const fewest = surnameLength(name) ? 3 : 2;
  const fulls = [...(found.get(name)?.before ?? [])]
    .map(([char]) => char + name)
    .filter(
      (full) =>
        surnameLength(full) === 1 &&
        !/^[何于向和毕连时方]/u.test(full) &&
        (found.get(full)?.total ?? 0) >= fewest,
    );
  return fulls.length === 1 ? fulls[0]! : null;
}

/** Of the uses of a string, how many have a character before or after them with which they are another name. */
function within(name: string, e: Evidence, side: 'before' | 'after', good: Good): number {
  let sum = 0;
  for (const [char, times] of e[side])
    if (good.has(side === 'after' ? name + char : char + name)) sum += times;
  return sum;
}

/** 孙少 of 孙少安 and 孙少平, 锁子 of 安锁子: hardly ever without the rest. */
function isPartOfName(name: string, e: Evidence, good: Good): boolean {
  return (['before', 'after'] as const).some((side) => within(name, e, side, good) >= 0.85 * e.total);
}

/** So often, beside the longer name's uses, the shorter one stands without the rest where it is the name. */
const MARGIN = 0.5;

/** 行者陪, 宝玉黛玉, 太守王匡: a name and more. */
function isMoreThanName(name: string, e: Evidence, good: Good): boolean {
  for (let length = 2; length < name.length; length++) {
    const start = good.get(name.slice(0, length));
    const rest = name.slice(length);
    if (!start || rest === '儿' || TITLE.test(rest)) continue;
    if (good.has(rest)) return true;
    const alone = start.total - within(name.slice(0, length), start, 'after', good);
    if (alone > MARGIN * e.total && !isPartOfName(name.slice(0, length), start, good)) return true;
  }
  for (let from = 1; from <= name.length - 2; from++) {
    // 司徒 is an office more often than a family name.
    const before =
      surnameLength(name) === from &&
      !/^[于向和]/u.test(name) &&
      !(from === 2 && surnameLength(name.slice(2)));
    const rest = good.get(name.slice(from));
    if (before || !rest) continue;
    if (rest.total - within(name.slice(from), rest, 'before', good) > MARGIN * e.total) return true;
  }
  return false;
}

/** 权乃, 操亲: the one character that is short for 孙权, 曹操, and more. */
function isShortWithMore(name: string, names: ReadonlyMap<string, number>): boolean {
  if (
    name.length !== 2 ||
    name.endsWith('儿') ||
    (surnameLength(name) && !/[大乃亦又便急自正再即遂回出入引至令谓视]$/u.test(name))
  )
    return false;
  for (const [full, times] of names) {
    if (surnameLength(full) === full.length - 1 && name[0] === full.at(-1) && times > 3 * names.get(name)!)
      return true;
  }
  return false;
}
