import { useLayoutEffect, useRef, useState } from 'react';
import type { MessageView } from '../../../../src/contracts/message.js';
import { scriptOf, useLanguage } from '../../i18n/language.js';
import { useNow, useTurnProgress } from './turn-progress.js';

/** What the model thought before it spoke, folded away: plain text, whatever stands in it. */
export function Thinking({ message, text }: { message: MessageView; text: string }) {
  const { words } = useLanguage();
  const [open, setOpen] = useState(false);
  const streaming = message.status === 'streaming';
  return (
    <details
      className="thinking"
      onToggle={(event) => setOpen(event.currentTarget.open)}
      data-testid="thinking"
    >
      <summary>
        {streaming ? (
          <Clock />
        ) : message.receipt?.model === 'understudy' ? (
          words.replies.noModel
        ) : message.receipt?.thinkingMs === undefined ? (
          words.replies.thoughts
        ) : (
          words.replies.thought(words.replies.duration(secondsOf(message.receipt.thinkingMs)))
        )}
      </summary>
      {open && <Thoughts text={text} growing={streaming} />}
    </details>
  );
}

/** For how long the model thinks, or has thought, while its reply is written. */
function Clock() {
  const { words } = useLanguage();
  const progress = useTurnProgress();
  const since = progress?.thinkingSince ?? null;
  const now = useNow(since !== null);
  if (!progress) return words.replies.thoughts;
  const time = words.replies.duration(
    secondsOf(progress.thoughtMs + (since === null ? 0 : Math.max(0, now - since))),
  );
  return since === null ? (
    words.replies.thought(time)
  ) : (
    <span className="thinking-now">{words.replies.thinking(time)}</span>
  );
}

/** The end stays in view while it grows, unless somebody reads further up. */
function Thoughts({ text, growing }: { text: string; growing: boolean }) {
  const box = useRef<HTMLParagraphElement>(null);
  const atEnd = useRef(true);
  useLayoutEffect(() => {
    if (growing && atEnd.current && box.current) box.current.scrollTop = box.current.scrollHeight;
  }, [text, growing]);
  return (
    <p
      ref={box}
      className="thinking-text"
      lang={scriptOf(text)}
      dir="auto"
      tabIndex={0}
      onScroll={({ currentTarget: { scrollHeight, scrollTop, clientHeight } }) => {
        atEnd.current = scrollHeight - scrollTop - clientHeight < 24;
      }}
      data-testid="thinking-text"
    >
      {text}
    </p>
  );
}

/** Nobody thinks for no time at all. */
const secondsOf = (ms: number) => Math.max(1, Math.round(ms / 1000));
