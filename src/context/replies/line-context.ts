/** What the line before makes of this one: an item of what it announced, a field like itself, or what somebody wrote. */
export type Adjacent = 'none' | 'list' | 'fields' | 'written';

const FIELD =
  /^(?:[-*•>]\s*)?(?:\*\*)?(?:[【[][^】\]\n]{1,24}[】\]]|[^\s:：*"“「][^:："“「\n]{0,24}[:：])(?:\*\*)?\s*(.*)$/;
const SAID = /["”」』.!?…。！？*)）]$/;
/** A rule, or a heading: what follows is set apart from the story. */
const HEADING = /^(?:[-—=*_~]{3,}|#{1,6}\s.*|[【[][^】\]\n]{1,24}[】\]]|\*\*[^*\n]{1,24}\*\*)$/;
/** Speaks of something written, whose words may follow. */
const WRITTEN =
  /\b(?:notes?|letters?|postcards?|messages?|texts?|telegrams?|reads?|writes?|wrote|written|transcripts?|scripts?|diary|log|lists?|inscriptions?|labels?|signs?|carved|scratched|scrawled|painted|engraved|printed)\b|(?<![相自迷轻威不])信(?![任心念仰赖用号誓])|[写刻](?:着|道|下|了|的|给)|[行个]字|字迹|碑|笺|纸条|字条|便条|便签|短信|消息|留言|电报|日记|记录|名单|剧本|台词/iu;
/** Of a line so much is looked at, at its beginning and at its end. */
const SHOWN = 120;

/** Knows, of the text so far, whether a line stands in a list, among fields such as `Time: 8pm`, or in code. */
export class LineContext {
  inCode = false;
  adjacent: Adjacent = 'none';
  /** The line before ends with a colon. */
  private announces = false;
  private line = '';

  text(text: string): void {
    this.line += text;
    if (this.line.length > 2 * SHOWN) this.line = this.line.slice(0, SHOWN) + this.line.slice(-SHOWN);
  }

  space(space: string): void {
    const breaks = space.split('\n').length - 1;
    if (breaks === 0) return this.text(' ');
    if (this.line.startsWith('```')) this.inCode = !this.inCode;
    const kind = this.kindOf(this.line.trim());
    this.adjacent = breaks === 1 || kind === 'written' || this.announces ? kind : 'none';
    this.line = '';
  }

  private kindOf(line: string): Adjacent {
    this.announces = /[:：]["”」*_]{0,3}$/.test(line);
    if (this.announces) return 'list';
    if (HEADING.test(line)) return 'fields';
    if (WRITTEN.test(line)) return 'written';
    const words = FIELD.exec(line)?.[1];
    if (words === undefined) return 'none';
    if (this.adjacent === 'list') return 'list';
    return SAID.test(words) ? 'none' : 'fields';
  }
}
