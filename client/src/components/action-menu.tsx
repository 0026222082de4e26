import { useLayoutEffect, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import { Icon, type IconName } from './icons.js';

const GAP = 4;

/** Something that can be done. */
export interface MenuAction {
  icon?: IconName;
  label: string;
  testid: string;
  act: () => void;
  danger?: boolean;
}

interface ActionMenuProps {
  icon: IconName;
  /** What the button is for. */
  label: string;
  className: string;
  testid: string;
  actions: () => MenuAction[];
  heading?: ReactNode;
}

/** What is done less often, behind one button. Only the menu that is open is there; arrow keys go through it. */
export function ActionMenu({ icon, label, className, testid, actions, heading }: ActionMenuProps) {
  const button = useRef<HTMLButtonElement>(null);
  const menu = useRef<HTMLDivElement>(null);
  const [open, setOpen] = useState(false);

  useLayoutEffect(() => {
    // Where it stands is asked of the one that opens alone: asking lays out the whole page.
    const element = menu.current;
    const from = open && button.current?.getBoundingClientRect();
    if (!element || !from) return;
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

  function onKeyDown(event: KeyboardEvent<HTMLDivElement>) {
    const items = [...event.currentTarget.querySelectorAll('button')];
    const at = items.indexOf(document.activeElement as HTMLButtonElement);
    const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 }[event.key];
    if (event.key === 'Tab') setOpen(false);
    if (next === undefined) return;
    event.preventDefault();
    items.at(next % items.length)?.focus();
  }

  return (
    <>
      <button
        ref={button}
        type="button"
        className={className}
        aria-label={label}
        title={label}
        aria-haspopup="menu"
        aria-expanded={open}
        onClick={() => setOpen(true)}
        data-testid={testid}
      >
        <Icon name={icon} />
      </button>
      {open && (
        <div
          ref={menu}
          popover="auto"
          role="menu"
          aria-label={label}
          className="menu actions action-menu"
          onKeyDown={onKeyDown}
          onToggle={(event) => event.newState === 'closed' && setOpen(false)}
        >
          {heading}
          {actions().map((action) => (
            <button
              key={action.testid}
              type="button"
              role="menuitem"
              className={action.danger ? 'plain danger' : 'plain'}
              onClick={() => {
                setOpen(false);
                button.current?.focus();
                action.act();
              }}
              data-testid={action.testid}
            >
              {action.icon && <Icon name={action.icon} />}
              {action.label}
            </button>
          ))}
        </div>
      )}
    </>
  );
}
