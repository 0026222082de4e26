export interface Span {
  kind: 'plain' | 'action' | 'strong';
  text: string;
}

export type Block = { kind: 'paragraph'; spans: Span[] } | { kind: 'break' };

/** Stars or dashes alone on a line: the scene changes. */
function isSceneBreak(line: string): boolean {
  const marks = line.replace(/[ \t]/g, '');
  return marks === '⁂' || (marks.length < 40 && /^(?:\*{3,}|-{3,}|—{3,})$/.test(marks));
}

/**
 * A message's text in paragraphs, with what stands between stars told apart: `*an action*`, `**a stress**`. A
 * star that nothing closes is a star, but for a text that is still being written (`open`), where its end may
 * be yet to come. One pass, whatever the text.
 */
export function blocksOf(text: string, open = false): Block[] {
  const blocks: Block[] = [];
  let lines: string[] = [];
  const flush = (last: boolean) => {
    const paragraph = lines.join('\n').trim();
    if (paragraph) blocks.push({ kind: 'paragraph', spans: spansOf(paragraph, open && last) });
    lines = [];
  };
  for (const line of text.split(/\r\n|\r|\n/)) {
    if (!line.trim()) flush(false);
    else if (isSceneBreak(line)) {
      flush(false);
      blocks.push({ kind: 'break' });
    } else lines.push(line);
  }
  flush(true);
  return blocks;
}

function spansOf(text: string, open: boolean): Span[] {
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
