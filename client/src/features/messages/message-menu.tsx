import { useLayoutEffect, useRef, useState, type ReactNode } from 'react';
import { Icon } from '../../components/icons.js';
import { useLanguage } from '../../i18n/language.js';

const GAP = 4;

/** What is done with a message less often, behind one button. Only the one that is open is there. */
export function MessageMenu({ children }: { children: (close: () => void) => ReactNode }) {
  const { words } = useLanguage();
  const button = useRef<HTMLButtonElement>(null);
  const menu = useRef<HTMLDivElement>(null);
  const [open, setOpen] = useState(false);

  useLayoutEffect(() => {
    // Where a message has a menu that is closed, nothing is measured: a list draws many at a time.
    if (!open || !menu.current || !button.current) return;
    const element = menu.current;
    const from = button.current.getBoundingClientRect();
    element.showPopover();
    const { offsetWidth: width, offsetHeight: height } = element;
    const below = from.bottom + GAP;
    const top = below + height > innerHeight ? from.top - GAP - height : below;
    element.style.top = `${Math.max(GAP, top)}px`;
    element.style.left = `${Math.max(GAP, Math.min(from.left, innerWidth - width - GAP))}px`;
    element.querySelector('button')?.focus();
    // It stands still while what it belongs to would move; the last of a scroll that brought it here is none.
    const close = () => {
      const now = button.current?.getBoundingClientRect();
      if (!now || Math.hypot(now.left - from.left, now.top - from.top) > 2 * GAP) setOpen(false);
    };
    addEventListener('scroll', close, true);
    addEventListener('resize', close);
    return () => {
      removeEventListener('scroll', close, true);
      removeEventListener('resize', close);
    };
  }, [open]);

  return (
    <>
      <button
        ref={button}
        type="button"
        className="small faint"
        aria-label={words.chat.more}
        title={words.chat.more}
        aria-haspopup="menu"
        aria-expanded={open}
        onClick={() => setOpen(true)}
        data-testid="message-menu"
      >
        <Icon name="more" />
      </button>
      {open && (
        <div
          ref={menu}
          popover="auto"
          className="menu actions message-menu"
          onToggle={(event) => event.newState === 'closed' && setOpen(false)}
        >
          {children(() => {
            setOpen(false);
            button.current?.focus();
          })}
        </div>
      )}
    </>
  );
}
