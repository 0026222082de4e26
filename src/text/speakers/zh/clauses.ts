import { isRole, roleLength } from './no-names.js';
import { beforeSaying } from './saying-verbs.js';
import { surnameLength } from './surnames.js';

/** What opens a clause before its subject. */
const OPENER =
  /^(?:可巧|碰巧|恰好|恰值|正值|只见|忽见|却见|但见|又见|就见|早见|只听得?|忽听得?|却听得?|但听得?|忽闻|却说|话说|且说|再说|单说|单表|原来|于是|然后|接着|这时候?|此时|此刻|那时|当时|当下|一时|一会儿?|不一会儿?|片刻|片时|半晌|半日|良久|好久|旋即|随即|随后|继而|紧接着|顿时|当即|少顷|少时|须臾|突然|忽然|忽地|猛然|可是|但是|不过|然而|因此|所以|谁知|不想|不料|岂知|偏偏|幸亏|还是|倒是|正是|就是|又是|只有|唯有|早有|旁边的?|一旁的?|身[旁边后]的?|座[上中]|席[上间]|阶下|帐[下中]|里面|外面|外边|里边|对面的?|唯独|连忙|急忙|慌忙|难得|[急气说吓唬喜慌羞恼笑哭问骇](?:的|得|坏了|煞|杀|倒)|这[一个位]?|那[一个位]?|因|故|但|可|而|偏|亏|连|惟|独|却|又|便|遂|乃|忙|急|慌|早|倒|只|也|就|反|及|当|待|忽|方|好|正|有|时|后|一旁|其实|显然|果然|果真|[他她](?:旁边|身边|身后|对面|身旁|前面|后面|面前)的)/u;

/** Words that begin what somebody does: a clause that begins so has left out who does it. */
const PREDICATE =
  /^(?:[便又忙因都亦遂也却乃只才再即皆笑哭怒叹惊喜急泣羞恼嗔骂喝微冷低轻连故竟还早徐俱答问回应更就倒终方转反复看望听见闻说讲喊叫嚷唤呼拿取把将向对朝冲给用拉扯抱搂走进出来去上下起坐站立跪拜点摇抬伸举放推拍指瞪皱咬捂擦抹流含带显露装感觉知没不未无忍禁猛突忽赶慌随双脸嘴嗓口声眼目心手头脚泪眉额鼻喉语神其气话在从到于已正刚像如似有仍直甚略很极颇稍默静悄偷暗亲自接抓握捧端提翻掏摸揉搓拨挥扬歪斜倚靠躺趴蹲弯俯仰回环扫瞥盯瞅瞧注凝眯闭睁张合缩耸顿停愣怔呆沉思想恨怕喘吸呼吐咽舔撇努噘哼嗤嘻哈嘿呵吃喝为让被使令教劝请求催命吩咐忧细淡缓慢快恭殷客热好沮懊愤激兴得满充毫十分非常极其故特有意顺依照按据仿佛似乎终究竟于是边]|一[面边手头把声句下时齐同直路个劲闪]|面[上色露带无]|半[晌天日]|两[眼手]|身[子体]|几步|大[声叫笑哭喊怒惊喜]|高[声叫喊]|[说道曰云谓言]|最后(?!一个|的)|[咧硬瓮撸捋挠搔拧甩踢踹蹬踩夹叼哆嗦憋鼓绷板愁耷眨挤挣撑扶搀拖拽拎提扛抄抡砸敲弹掸撩掀卷脖腿腰肩胸肚牙舌胳拳压屏捏掐搁竖挑撅噙咳哽抿舒摊拄抵掖攥拢裹披摘脱穿换打收掰剥削切斟舀递塞扒凑挨贴逼绕拐钻滚蹦倾侧犹迟循]|胡子|示意|.[着了过住开上下出进起回到])/u;

/** 严肃地, 有点结巴地. */
const ADVERB = /^[^，的]{1,6}地(?![上下里方面板位点区])/u;

/** 里头的平儿, 悲喜交加的金强. */
const DESCRIBED = /^[^，的他她我你]{1,8}的/u;
const TOWARDS = /^[向对朝冲给把将和与跟同拉指看望用]/u;
/** What one does to somebody: who is named behind it does not act. */
const TO_SOMEBODY =
  /[着了过住见听看望瞧盯对向把将被给叫喊问告奏谓让跟和与同陪找请带拉等救打杀骂扶赶追遇碰拦放拿捉抱搂扑丢扔推撇撂抛送接使令命教召宣唤喝报谢拜离别辞]|(?<![一几两二三])回/u;
/** When and where, before a name: 有一回周先生, 台下阿蛮. */
const WHEN_WHERE = /^.{0,7}(?:[天日晚夜午晨年月次候时刻巧]|[一几两二三][回阵])$|^.{1,4}[前后里外上下中]$/u;
/** What somebody is, before their name: 系主任李梅村, 妹妹莉亚. */
const POST = /^.{0,2}(?:主任|[队班组连营团师县乡镇村市省局处科院校站所船酋族探]长|.[员匠商])$/u;
/** 脖子一梗, 长剑一指: a part of somebody, or what they hold. */
const PART_ACTS = /^\p{Script=Han}{2,3}一[^个位名愣怔惊听笑看见]$/u;
/** In characters: what stands before a name at most. */
const BEFORE_NAME = 8;

/** People without a name, and more than one: nobody's line. */
const NOBODY =
  /^(?:众|诸|大家|人们|二人|三人|四人|两人|五人|两个|三个|四个|左右|旁人|别人|有人|一人|某人|群臣|百官|文武|军士|小校|探[马子]|使者|来[人使]|(?:(?![见看听望])[^，]{1,6})[们等](?![候于级一到])|满[堂座屋])/u;

/** Whoever tells the story; 我们, 我家 and 我的书 are others. */
const TELLER = /^我(?![们家国方军县省市校厂村等俩]|的[^声嗓语])/u;
const PRONOUN = /^(?:他|她)(?!们|俩|二人|两人|的[^声嗓语])/u;

/** What the bearer of a name of one character does; other words that begin with it go on otherwise. */
const SHORT_ACTS =
  /^(?:[曰谓问答笑哭怒叹惊喜泣闻见听视顾望看乃遂亦即急忙便又方正自再将引领令命使教请唤召拜从欲在至入出归回到执指拔挺披按掷拍勒绰提持接览观思寻沉低仰叱骂喝喜慌惧恐知以与为向从劝谏]|大[怒笑喜惊叫喝骂呼])/u;

export type Subject =
  /** `after` is what follows the name in the clause. */
  | { kind: 'name'; name: string; after: string }
  | { kind: 'pronoun'; pronoun: '他' | '她' }
  | { kind: 'teller' }
  /** Somebody who is not known by name, or several; `unknown` where it may be nobody, but a thing. */
  | { kind: 'other'; unknown?: boolean }
  /** Left out. */
  | { kind: 'none' };

/** Finds the longest known name that begins at an offset. */
export interface Names {
  at(text: string, offset: number): string | null;
  /** Whether one character may stand for somebody's name (操 for 曹操). */
  isShort(char: string): boolean;
}

/** Strips what opens a clause; stops at a known name. */
export function opened(clause: string, names?: Names): string {
  let rest = clause.replace(/^[\s　"'“”]+/u, '');
  for (let n = 0; n < 4; n++) {
    if (names?.at(rest, 0)) return rest;
    const opener = OPENER.exec(rest)?.[0];
    if (!opener || opener.length >= rest.length) break;
    rest = rest.slice(opener.length);
  }
  for (let at = 2; names && at <= BEFORE_NAME && at < rest.length; at++) {
    if (!names.at(rest, at)) continue;
    const before = rest.slice(0, at);
    const leads = WHEN_WHERE.test(before) || POST.test(before) || isRole(before);
    return leads && !TO_SOMEBODY.test(before) ? rest.slice(at) : rest;
  }
  return rest;
}

/** 只听门外脚步响, 闻其人答曰: somebody else speaks. */
const HEARD = /^[只忽却但又就](?:听|闻)/u;
const HEARS = /^(?:听|闻)[得见到]?.{2,}[道曰]$/u;

/** What is somebody's, and says or shows what they do: 老鬼的声音, 白兴发的脸. */
const OWN = /^的(?:声|嗓|语|话|脸|眼|目光|嘴|眉|心|手|头|身子|泪|表情|神[情色]|笑容|喉)/u;

/** Where somebody stands whom the clause is about. */
const BESIDE = /^的?(?:身[边后旁前]|[旁后前对]面|旁边|背后|怀里|手下|家里?|府[上里]?)的/u;

/** Who the clause says does something. */
export function subjectOf(clause: string, names: Names): Subject {
  const short = shortSubject(clause, names);
  if (short) return short;
  const rest = opened(clause, names);
  const name = names.at(rest, 0);
  if (name) {
    const after = rest.slice(name.length);
    if (/[主王帝后]$/u.test(name) && names.at(after, 0)) return subjectOf(after, names);
    if (isSeveral(after, names)) return { kind: 'other' };
    // 贵妃身后的嬷嬷: whoever stands there.
    const there = BESIDE.exec(after)?.[0];
    if (there && names.at(after, there.length)) return subjectOf(after.slice(there.length), names);
    if (
      (/^[的之]/u.test(after) && !OWN.test(after)) ||
      /^(?:家|府|宫|军|寨|营|城|山|洞|处|[那这]边|[屋房院宫府]里|房中|屋中|跟前|身边|手下|名下|门下|帐下)/u.test(
        after,
      )
    )
      return { kind: 'other' };
    return { kind: 'name', name, after };
  }
  const pronoun = PRONOUN.exec(rest);
  if (pronoun) return { kind: 'pronoun', pronoun: pronoun[0] as '他' | '她' };
  if (TELLER.test(rest)) return { kind: 'teller' };
  const described = DESCRIBED.exec(rest)?.[0];
  if (described && names.at(rest, described.length) && !hasName(described, names))
    return subjectOf(rest.slice(described.length), names);
  if (TOWARDS.test(rest)) return { kind: 'none' };
  if (HEARD.test(clause) || HEARS.test(clause)) return { kind: 'other' };
  const role = roleLength(rest);
  if (role) return names.at(rest, role) ? subjectOf(rest.slice(role), names) : { kind: 'other' };
  if (
    rest === '' ||
    ADVERB.test(rest) ||
    PART_ACTS.test(rest) ||
    (PREDICATE.test(rest) && !NOBODY.test(rest))
  )
    return { kind: 'none' };
  const unknown =
    !NOBODY.test(rest) && !surnameLength(rest) && !/^[一二三四五六七八九十两几某老小阿]/u.test(rest);
  return { kind: 'other', unknown };
}

/** 操曰, 操谓众将: one character, and then what its bearer does. */
function shortSubject(clause: string, names: Names): Subject | null {
  const char = clause[0] ?? '';
  if (!names.isShort(char) || names.at(clause, 0)) return null;
  const after = clause.slice(1);
  const acts = beforeSaying(after) === '' || SHORT_ACTS.test(after);
  return acts && !isSeveral(after, names) ? { kind: 'name', name: char, after } : null;
}

function hasName(text: string, names: Names): boolean {
  for (let at = 0; at < text.length; at++) if (names.at(text, at)) return true;
  return false;
}

/** Whether a name is the first of several: 宝玉黛玉…, 宝玉和黛玉都…, 宝玉等…. */
function isSeveral(after: string, names: Names): boolean {
  if (
    /^(?:等|们|众|诸|上下|大家|二人|两人|三人|两个|一行|一干|夫妇|夫妻|父子|母子|兄弟|姐妹|姊妹|师徒|主仆)/u.test(
      after,
    )
  )
    return true;
  if (names.at(after, 0)) return true;
  const joined = /^[、和与同及跟并](.*)$/su.exec(after)?.[1];
  if (joined === undefined) return false;
  if (after.startsWith('、')) return true;
  const second = names.at(joined, 0);
  const more = second ? joined.slice(second.length) : joined;
  return /^[、和与]|^.{0,8}(?:[都皆齐俱]|一[齐同起]|二人|两人|两个|异口同声)/u.test(more);
}
