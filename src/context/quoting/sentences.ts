const SENTENCE = /[^.!?。！？…\n]+[.!?。！？…]*["”’」』）)]*/gu;
/** What opens and closes a stretch of speech or action. */
const MARKS = ['**', '""', '“”', '「」', '『』'] as const;

/**
 * The sentences of a message, each as it can be read alone: where speech or an action in its marks runs over several
 * sentences, each of them has both. Marks that do not pair in the whole of the message stay as they are. Linear.
 */
export function sentencesOf(text: string): string[] {
  const marks = MARKS.filter((marks) => pairs(text, marks));
  const open = new Set<string>();
  return [...text.matchAll(SENTENCE)].map(([match]) => {
    const sentence = match.trim();
    let alone = sentence;
    for (const mark of marks) {
      const opening = mark[0]!;
      const closing = mark[1]!;
      const within = open.has(mark);
      if (within)
        alone = sentence.startsWith(closing) ? alone.replace(closing, '').trimStart() : opening + alone;
      if (stillOpen(sentence, mark, within)) {
        open.add(mark);
        alone += closing;
      } else open.delete(mark);
    }
    return alone;
  });
}

function pairs(text: string, mark: string): boolean {
  let opened = 0;
  let closed = 0;
  for (const character of text) {
    if (character === mark[0]) opened++;
    if (character === mark[1]) closed++;
  }
  return mark[0] === mark[1] ? opened % 2 === 0 : opened === closed;
}

function stillOpen(sentence: string, mark: string, within: boolean): boolean {
  let open = within;
  for (const character of sentence) if (character === mark[open ? 1 : 0]) open = !open;
  return open;
}
