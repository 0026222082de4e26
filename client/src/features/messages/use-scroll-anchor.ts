import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';

const NEAR_THE_END = 60;

/**
 * Holds the reader's place in a list that grows at both ends: at the end it stays at the end, anywhere else
 * what is being read does not move, neither when earlier messages come in above nor when a reply grows below.
 *
 * @param hasEnd whether the list ends where the conversation does
 */
export function useScrollAnchor(firstSeq: number | undefined, ownSent: number, hasEnd: boolean) {
  const box = useRef<HTMLElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);
  const ends = useRef(hasEnd);
  ends.current = hasEnd;
  const lastTop = useRef(0);
  const before = useRef<{ first: number | undefined; height: number }>({ first: undefined, height: 0 });
  const [away, setAway] = useState(false);

  const toEnd = useCallback((smooth = false) => {
    const element = box.current;
    if (!element) return;
    atEnd.current = true;
    const calm = matchMedia('(prefers-reduced-motion: reduce)').matches;
    const far = element.scrollHeight - element.scrollTop - element.clientHeight > 4 * element.clientHeight;
    element.scrollTo({ top: element.scrollHeight, behavior: smooth && !calm && !far ? 'smooth' : 'instant' });
  }, []);

  /** @returns whether it is there to go to */
  const toMessage = useCallback((seq: number) => {
    const element = box.current?.querySelector<HTMLElement>(`[data-seq="${seq}"]`);
    if (!box.current || !element) return false;
    atEnd.current = false;
    element.scrollIntoView({ block: element.offsetHeight > box.current.clientHeight ? 'start' : 'center' });
    lastTop.current = box.current.scrollTop;
    before.current.height = box.current.scrollHeight;
    for (const other of box.current.querySelectorAll('.gone-to')) other.classList.remove('gone-to');
    // Read, so that the sign begins anew.
    void element.offsetWidth;
    element.classList.add('gone-to');
    setAway(true);
    return true;
  }, []);

  const onScroll = useCallback(() => {
    const element = box.current;
    if (!element) return;
    const left = element.scrollHeight - element.scrollTop - element.clientHeight;
    // The end may have moved on since the event was due: only scrolling up leaves it, be it by a little.
    if (element.scrollTop < lastTop.current - 1) atEnd.current = ends.current && left < 8;
    else if (left < NEAR_THE_END) atEnd.current = ends.current;
    lastTop.current = element.scrollTop;
    setAway(!ends.current || (!atEnd.current && left > 240));
  }, []);

  // Earlier messages came in above: move by what they are tall.
  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return;
    const { first, height } = before.current;
    if (first !== undefined && firstSeq !== undefined && firstSeq < first) {
      element.scrollTop += element.scrollHeight - height;
    }
    before.current.first = firstSeq;
  }, [firstSeq]);
  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return;
    if (atEnd.current) element.scrollTop = element.scrollHeight;
    before.current.height = element.scrollHeight;
  });

  useLayoutEffect(() => toEnd(), [toEnd, ownSent]);

  // Whatever makes the text taller or the box lower (a reply, a keyboard, a turned phone): the end stays in view.
  useEffect(() => {
    if (!box.current || !content.current) return;
    const observer = new ResizeObserver(() => {
      if (atEnd.current && box.current) box.current.scrollTop = box.current.scrollHeight;
      before.current.height = box.current?.scrollHeight ?? 0;
    });
    observer.observe(box.current);
    observer.observe(content.current);
    return () => observer.disconnect();
  }, []);

  return { box, content, away, toEnd, toMessage, onScroll };
}
