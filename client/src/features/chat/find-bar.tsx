import { useEffect, useRef, useState, type FormEvent, type KeyboardEvent, type MouseEvent } from 'react';
import type { MessageView } from '../../../../src/contracts/message.js';
import { api } from '../../api/api.js';
import { asFailure, type Failure } from '../../api/failure.js';
import { Icon } from '../../components/icons.js';
import { useLanguage } from '../../i18n/language.js';
import './find-bar.css';

interface FindBarProps {
  sessionId: string;
  onFound: (seq: number, words: string) => void;
  onDay: (at: Date) => void;
  onClose: () => void;
}

/** Nothing is looked for until nothing was typed for so long. */
const TYPED_MS = 300;

/** The words stay where the keyboard writes. */
const keepFocus = (event: MouseEvent) => event.preventDefault();

interface Found {
  query: string;
  items: MessageView[];
  /** Leads to older ones. */
  next: string | undefined;
  at: number;
}

/** Finds what was said, however long ago, and goes there: from the newest back, or to a day. */
export function FindBar({ sessionId, onFound, onDay, onClose }: FindBarProps) {
  const { words, sentence } = useLanguage();
  const w = words.chat.finding;
  const [query, setQuery] = useState('');
  const [found, setFound] = useState<Found | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const field = useRef<HTMLInputElement>(null);
  /** Goes up with each question: an answer that comes late is not shown. */
  const asking = useRef(0);
  const asked = useRef('');
  const [composing, setComposing] = useState(false);
  useEffect(() => field.current?.focus(), []);

  function show(next: Found) {
    setFound(next);
    const message = next.items[next.at];
    if (message) onFound(message.seq, next.query);
  }

  async function find() {
    const words = query.trim();
    const mine = ++asking.current;
    asked.current = words;
    setFailure(null);
    if (!words) return setFound(null);
    try {
      const { items, next } = await api.searchMessages(sessionId, words);
      if (mine === asking.current) show({ query: words, items, next, at: 0 });
    } catch (error) {
      if (mine === asking.current) setFailure(asFailure(error));
    }
  }

  const latestFind = useRef(find);
  latestFind.current = find;
  useEffect(() => {
    // Of a Chinese word that is still being put together nothing is to be found.
    if (composing) return;
    const timer = setTimeout(() => {
      if (query.trim() !== asked.current) void latestFind.current();
    }, TYPED_MS);
    return () => clearTimeout(timer);
  }, [query, composing]);

  /** @param by 1: to an older one */
  async function step(by: 1 | -1) {
    if (!found?.items.length) return;
    const at = found.at + by;
    if (at < 0) return;
    if (at < found.items.length) return show({ ...found, at });
    if (!found.next) return;
    try {
      const { items, next } = await api.searchMessages(sessionId, found.query, found.next);
      show({ ...found, items: [...found.items, ...items], next, at });
    } catch (error) {
      setFailure(asFailure(error));
    }
  }

  function submit(event: FormEvent) {
    event.preventDefault();
    void (found && found.query === query.trim() ? step(1) : find());
  }

  function onKeyDown(event: KeyboardEvent) {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Escape') {
      event.preventDefault();
      onClose();
    }
    if (event.key === 'Enter' && event.shiftKey && found) {
      event.preventDefault();
      void step(-1);
    }
  }

  const count = found?.items.length ?? 0;
  return (
    <form className="find-bar" role="search" onSubmit={submit} onKeyDown={onKeyDown} data-testid="find-bar">
      <input
        ref={field}
        type="search"
        enterKeyHint="search"
        value={query}
        placeholder={words.chat.find}
        aria-label={words.chat.find}
        onChange={(event) => setQuery(event.target.value)}
        onCompositionStart={() => setComposing(true)}
        onCompositionEnd={() => setComposing(false)}
        data-testid="find-said"
      />
      <span className={failure ? 'find-count failed' : 'find-count'} role="status" data-testid="find-count">
        {failure
          ? sentence(failure)
          : found && (count ? w.place(found.at + 1, `${count}${found.next ? '+' : ''}`) : w.none)}
      </span>
      <button
        type="button"
        className="round"
        aria-label={w.older}
        title={w.older}
        disabled={!count || (found!.at + 1 >= count && !found!.next)}
        onMouseDown={keepFocus}
        onClick={() => void step(1)}
        data-testid="find-older"
      >
        <Icon name="up" />
      </button>
      <button
        type="button"
        className="round"
        aria-label={w.newer}
        title={w.newer}
        disabled={!count || found!.at === 0}
        onMouseDown={keepFocus}
        onClick={() => void step(-1)}
        data-testid="find-newer"
      >
        <Icon name="downward" />
      </button>
      <DayButton onDay={onDay} />
      <button
        type="button"
        className="round"
        aria-label={words.close}
        onClick={onClose}
        data-testid="find-close"
      >
        <Icon name="close" />
      </button>
    </form>
  );
}

/** The browser's own calendar behind a button. */
function DayButton({ onDay }: { onDay: (at: Date) => void }) {
  const { words } = useLanguage();
  const w = words.chat.finding;
  const today = new Date();
  const date = (at: Date) =>
    [at.getFullYear(), at.getMonth() + 1, at.getDate()].map((n) => String(n).padStart(2, '0')).join('-');
  return (
    <label className="round day-button" title={w.day}>
      <Icon name="day" />
      <input
        type="date"
        max={date(today)}
        aria-label={w.day}
        onClick={(event) => {
          try {
            event.currentTarget.showPicker();
          } catch {
            // Where there is none the field itself is written in.
          }
        }}
        onChange={(event) => {
          const [year, month, day] = event.target.value.split('-').map(Number);
          if (year && month && day && year > 1000) onDay(new Date(year, month - 1, day));
        }}
        data-testid="find-day"
      />
    </label>
  );
}
