/** What the line before makes of this one: an item of what it announced, a field like itself, or what somebody wrote. */
export type Adjacent = 'none' | 'list' | 'fields' | 'written';

const FIELD =
  /^(?:[-*•>]\s*)?(?:\*\*)?(?:[【[][^】\]\n]{1,24}[】\]]|[^\s:：*"“「][^:："“「\n]{0,24}[:：])(?:\*\*)?\s*(.*)$/;
export const SAID = /["”」』.!?…。！？*)）]$/;
/** Something follows that is not the story's own voice. */
const ANNOUNCES = /[:：]["”」*_]{0,3}$/;
/** A rule, or a heading: what follows is set apart from the story. */
const HEADING = /^(?:[-—=*_~]{3,}|#{1,6}\s.*|[【[][^】\]\n]{1,24}[】\]]|\*\*[^*\n]{1,24}\*\*)$/;
/** Speaks of something written, whose words may follow. */
const WRITTEN =
  /\b(?:notes?|letters?|postcards?|messages?|texts?|telegrams?|reads?|writes?|wrote|written|transcripts?|scripts?|diary|log|lists?|inscriptions?|labels?|signs?|carved|scratched|scrawled|painted|engraved|printed)\b|(?<![相自迷轻威不])信(?![任心念仰赖用号誓])|[写刻](?:着|道|下|了|的|给)|[行个]字|字迹|碑|笺|纸条|字条|便条|便签|短信|消息|留言|电报|日记|记录|名单|剧本|台词/iu;
const MONTH =
  '(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\\b\\.?';
/** A date alone, as letters and diaries begin. */
const DATE = new RegExp(
  `^[^:"“]{0,12}(?:\\d(?:st|nd|rd|th)?\\s(?:of\\s)?${MONTH}|\\b${MONTH}\\s\\d)[^:"“]{0,32}$|` +
    '^[^：:“"，]{0,8}[\\d一二三四五六七八九十元正腊]月(?:[\\d一二三四五六七八九十初廿]{1,3}日?)?[^：:“"]{0,8}$',
);
const ITEM = /^[-•]\s/;
/** Shows who uses it. */
const SCREEN =
  /\b(?:screens?|terminals?|displays?|consoles?|monitors?|log-?ins?|badges?|prompts?)\b|屏幕|终端|显示|界面|登录|工牌/i;
/** Of a line so much is looked at, at its beginning and at its end. */
const SHOWN = 120;

/** Whether a line is a field such as `Age: 34`, and no speech. */
export function isField(line: string): boolean {
  const words = FIELD.exec(line)?.[1];
  return words !== undefined && !SAID.test(words.trimEnd());
}

/** Knows, of the text so far, whether a line stands in a list, among fields such as `Time: 8pm`, or in code. */
export class LineContext {
  inCode = false;
  adjacent: Adjacent = 'none';
  /** A blank line stands before this one. */
  apart = false;
  /** Something is set apart under a heading. */
  headed = false;
  /** The line before speaks of a screen, or the like. */
  screen = false;
  /** The line before ends with a colon. */
  private announces = false;
  private line = '';

  text(text: string): void {
    this.line += text;
    if (this.line.length > 2 * SHOWN) this.line = this.line.slice(0, SHOWN) + this.line.slice(-SHOWN);
  }

  /** Whether what the line holds so far ends with a sentence, or there is none. */
  get ended(): boolean {
    const line = this.line.trimEnd();
    return line === '' || SAID.test(line);
  }

  /** What stands next is shown, or closes what the line opened, as HTML does. */
  get shows(): boolean {
    return ANNOUNCES.test(this.line.trimEnd()) || this.line.includes('<s>');
  }

  /** The line is an item of a list. */
  get listed(): boolean {
    return ITEM.test(this.line);
  }

  space(space: string): void {
    const breaks = space.split('\n').length - 1;
    if (breaks === 0) return this.text(' ');
    this.headed ||= /^#{1,6}\s/.test(this.line);
    if (this.line.startsWith('```')) this.inCode = !this.inCode;
    const kind = this.kindOf(this.line.trim());
    this.apart = breaks > 1;
    this.screen = SCREEN.test(this.line);
    this.adjacent = breaks === 1 || kind === 'written' || this.announces ? kind : 'none';
    this.line = '';
  }

  private kindOf(line: string): Adjacent {
    this.announces = ANNOUNCES.test(line);
    if (this.announces) return 'list';
    if (HEADING.test(line)) return 'fields';
    if (WRITTEN.test(line) || DATE.test(line)) return 'written';
    const words = FIELD.exec(line)?.[1];
    if (this.adjacent === 'list' && (words !== undefined || ITEM.test(line))) return 'list';
    if (words === undefined) return 'none';
    return SAID.test(words) ? 'none' : 'fields';
  }
}
