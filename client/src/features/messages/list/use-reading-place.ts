import { useCallback, useLayoutEffect, useRef, useState } from 'react';

const NEAR_THE_END = 60;

/**
 * Knows whether the reader is at the end of the conversation, and keeps them there whatever makes the text taller or
 * the box lower: a reply, a keyboard, a turned phone.
 *
 * @param hasEnd whether the list ends where the conversation does
 * @param ownSent another number brings the end into view
 */
export function useReadingPlace(hasEnd: boolean, ownSent: number) {
  const box = useRef<HTMLElement>(null);
  const atEnd = useRef(true);
  const ends = useRef(hasEnd);
  ends.current = hasEnd;
  const lastTop = useRef(0);
  const [away, setAway] = useState(false);

  const stay = useCallback(() => {
    if (box.current && atEnd.current && ends.current) box.current.scrollTop = box.current.scrollHeight;
  }, []);

  const toEnd = useCallback(() => {
    atEnd.current = true;
    stay();
  }, [stay]);

  const leave = useCallback(() => {
    atEnd.current = false;
  }, []);

  const onScroll = useCallback(() => {
    const element = box.current;
    if (!element) return;
    const left = element.scrollHeight - element.scrollTop - element.clientHeight;
    // The end may have moved on since the event was due: only scrolling up leaves it, be it by a little.
    if (ends.current) {
      if (element.scrollTop < lastTop.current - 1) atEnd.current = left < 8;
      else if (left < NEAR_THE_END) atEnd.current = true;
    }
    lastTop.current = element.scrollTop;
    setAway(!ends.current || (!atEnd.current && left > 240));
  }, []);

  useLayoutEffect(stay);
  useLayoutEffect(toEnd, [toEnd, ownSent]);

  return { box, away, stay, toEnd, leave, onScroll };
}
