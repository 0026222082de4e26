import { useEffect, type RefObject } from 'react';

const NAME = 'found';

/** Marks words in the prose of a list, as it is drawn, wherever the browser can without touching what is drawn. */
export function useHighlight(box: RefObject<HTMLElement | null>, words: string | null): void {
  useEffect(() => {
    const list = box.current;
    if (!list || !words || !('highlights' in CSS)) return;
    const mark = () => {
      const ranges = [...list.querySelectorAll('.prose')].flatMap((prose) => rangesIn(prose, words));
      CSS.highlights.set(NAME, new Highlight(...ranges));
    };
    mark();
    const observer = new MutationObserver(mark);
    observer.observe(list, { childList: true, characterData: true, subtree: true });
    return () => {
      observer.disconnect();
      CSS.highlights.delete(NAME);
    };
  }, [box, words]);
}

/** Where a text stands as it was asked for, or else each of its words. */
function rangesIn(element: Element, words: string): Range[] {
  const whole = places(element, [words]);
  return whole.length
    ? whole
    : places(
        element,
        words.split(/\s+/).filter((word) => word.length > 1),
      );
}

function places(element: Element, words: readonly string[]): Range[] {
  const ranges: Range[] = [];
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const text = (node.nodeValue ?? '').toLowerCase();
    for (const word of words) {
      const sought = word.toLowerCase();
      for (let at = text.indexOf(sought); at >= 0; at = text.indexOf(sought, at + sought.length)) {
        // In a few scripts lower case is longer.
        if (at + sought.length > (node.nodeValue ?? '').length) break;
        const range = new Range();
        range.setStart(node, at);
        range.setEnd(node, at + sought.length);
        ranges.push(range);
      }
    }
  }
  return ranges;
}
