export interface Span {
  kind: 'plain' | 'action' | 'strong' | 'code';
  text: string;
}

/** What stands between stars or backticks, told apart. @param open the text may go on */
export function spansOf(text: string, open: boolean): Span[] {
  const parts = text.split(/`([^`\n]+)`/);
  return parts.flatMap((part, n): Span[] => {
    if (n % 2 === 1) return [{ kind: 'code', text: part }];
    return starred(part, open && n === parts.length - 1);
  });
}

function starred(text: string, open: boolean): Span[] {
  const spans: Span[] = [];
  let begun: { kind: 'action' | 'strong'; from: number; at: number; mark: number } | null = null;
  let plainFrom = 0;
  const plain = (to: number) => {
    if (to > plainFrom) spans.push({ kind: 'plain', text: text.slice(plainFrom, to) });
  };
  let i = 0;
  while (i < text.length) {
    if (text[i] !== '*') {
      i++;
      continue;
    }
    let end = i;
    while (text[end] === '*') end++;
    const mark = end - i;
    if (begun) {
      if (mark === begun.mark && /\S/.test(text[i - 1] ?? ' ')) {
        plain(begun.from);
        spans.push({ kind: begun.kind, text: text.slice(begun.at, i) });
        plainFrom = end;
        begun = null;
      }
    } else if (mark <= 3 && /\S/.test(text[end] ?? ' ') && !/[A-Za-z0-9]/.test(text[i - 1] ?? ' ')) {
      begun = { kind: mark > 1 ? 'strong' : 'action', from: i, at: end, mark };
    }
    i = end;
  }
  if (begun && open) {
    plain(begun.from);
    spans.push({ kind: begun.kind, text: text.slice(begun.at) });
  } else plain(text.length);
  return spans;
}

/** A stretch of plain text: said aloud, or with how it is read. */
export interface Voiced {
  kind: 'plain' | 'speech' | 'ruby' | 'picture';
  /** As it was written; of ruby the words. */
  text: string;
  reading?: string;
  alt?: string;
  url?: string;
}

/** A picture as `![…](…)`, speech between quotation marks, and ruby as `{漢字|かんじ}` or `｜漢字《かんじ》`. */
const VOICED =
  /!\[([^\]\n]{0,300})\]\((https?:\/\/[^\s()<>]{1,2000})\)|(“[^“”\n]+”|"[^"\n]+"|「[^「」\n]+」|『[^『』\n]+』)|\{([^{}|\n]{1,20})\|([^{}|\n]{1,40})\}|｜([^｜《》\n]{1,20})《([^《》\n]{1,40})》/g;

/** Tells what is said aloud from what is told, words from their readings, and pictures. Linear: no mark is read twice. */
export function voicedOf(text: string): Voiced[] {
  const found: Voiced[] = [];
  let from = 0;
  for (const match of text.matchAll(VOICED)) {
    const [whole, alt, url, speech, base, reading, base2, reading2] = match;
    if (match.index > from) found.push({ kind: 'plain', text: text.slice(from, match.index) });
    found.push(
      url
        ? { kind: 'picture', text: whole, alt: alt!, url }
        : speech
          ? { kind: 'speech', text: speech }
          : { kind: 'ruby', text: (base ?? base2)!, reading: (reading ?? reading2)! },
    );
    from = match.index + whole.length;
  }
  if (from < text.length) found.push({ kind: 'plain', text: text.slice(from) });
  return found;
}
