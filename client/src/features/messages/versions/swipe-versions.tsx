import { useEffect, useRef, useState } from 'react';
import { Icon } from '../../../components/icons.js';
import { useLanguage } from '../../../i18n/language.js';
import { kindOf, pulledBy, type StrokeKind, turnedBy } from './swipe.js';
import './swipe-versions.css';

interface SwipeVersionsProps {
  version: number;
  versions: number;
  /** To the version before, or the one after; beyond the last one there is another reply. */
  onTurn: (by: -1 | 1) => void;
}

/** The edges of a screen are the system's own. */
const EDGE = 24;

/** Turns the versions of the reply that it stands in by a finger, and shows where that leads. */
export function SwipeVersions({ version, versions, onTurn }: SwipeVersionsProps) {
  const { words } = useLanguage();
  const hint = useRef<HTMLSpanElement>(null);
  const [pull, setPull] = useState<{ to: -1 | 1; far: boolean } | null>(null);
  const now = useRef({ version, onTurn });
  now.current = { version, onTurn };

  useEffect(() => {
    const article = hint.current?.closest('article');
    if (!article) return;
    let from: { x: number; y: number } | null = null;
    let kind: StrokeKind = 'undecided';
    let x = 0;
    const leads = () => x < 0 || now.current.version > 1;
    const rest = () => {
      from = null;
      article.classList.remove('pulled');
      article.style.removeProperty('--pull');
      setPull(null);
    };
    const start = ({ touches: [touch, another], target }: TouchEvent) => {
      if (another) return rest();
      const sideways = target instanceof Element && target.closest('pre, table, form, audio, video, input');
      const selects = getSelection()?.isCollapsed === false;
      if (!touch || sideways || selects || touch.clientX < EDGE || touch.clientX > innerWidth - EDGE) return;
      from = { x: touch.clientX, y: touch.clientY };
      kind = 'undecided';
      x = 0;
    };
    const move = (event: TouchEvent) => {
      const touch = event.touches[0];
      if (!from || !touch) return;
      x = touch.clientX - from.x;
      if (kind === 'undecided') kind = kindOf({ x, y: touch.clientY - from.y });
      // A finger that was held selects, and one that scrolls goes on scrolling.
      if (kind === 'other' || getSelection()?.isCollapsed === false) return rest();
      if (kind === 'undecided') return;
      if (event.cancelable) event.preventDefault();
      article.classList.add('pulled');
      article.style.setProperty('--pull', `${pulledBy(x, leads())}px`);
      setPull(leads() && x !== 0 ? { to: x < 0 ? 1 : -1, far: turnedBy(x) !== 0 } : null);
    };
    const end = () => {
      const by = from && kind === 'sideways' && leads() ? turnedBy(x) : 0;
      rest();
      if (by) now.current.onTurn(by);
    };
    article.addEventListener('touchstart', start, { passive: true });
    article.addEventListener('touchmove', move, { passive: false });
    article.addEventListener('touchend', end);
    article.addEventListener('touchcancel', rest);
    return () => {
      rest();
      article.removeEventListener('touchstart', start);
      article.removeEventListener('touchmove', move);
      article.removeEventListener('touchend', end);
      article.removeEventListener('touchcancel', rest);
    };
  }, []);

  const target = version + (pull?.to ?? 0);
  return (
    <span
      ref={hint}
      className={`swipe-hint${pull?.far ? ' far' : ''}`}
      data-to={pull?.to}
      aria-hidden="true"
      data-testid="swipe-hint"
    >
      {pull && (
        <>
          <Icon name={target > versions ? 'again' : pull.to < 0 ? 'left' : 'right'} />
          {target > versions ? words.chat.again : `${target}/${versions}`}
        </>
      )}
    </span>
  );
}
