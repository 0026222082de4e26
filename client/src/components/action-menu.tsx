import { useLayoutEffect, useRef, useState, type KeyboardEvent, type ReactNode, type RefObject } from 'react';
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

/** What is done less often, behind one button. Only the menu that is open is there. */
export function ActionMenu({ icon, label, className, testid, actions, heading }: ActionMenuProps) {
  const button = useRef<HTMLButtonElement>(null);
  const [open, setOpen] = useState(false);
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
        <OpenMenu
          button={button}
          label={label}
          actions={actions()}
          heading={heading}
          onClose={() => setOpen(false)}
        />
      )}
    </>
  );
}

interface OpenMenuProps {
  /** It stands beside this, which has the focus again once something was chosen. */
  button: RefObject<HTMLButtonElement | null>;
  label: string;
  actions: readonly MenuAction[];
  heading?: ReactNode;
  onClose: () => void;
}

/** A menu that is open: arrow keys go through it. */
export function OpenMenu({ button, label, actions, heading, onClose }: OpenMenuProps) {
  const menu = useRef<HTMLDivElement>(null);
  const now = useRef(onClose);
  now.current = onClose;

  useLayoutEffect(() => {
    const element = menu.current;
    const from = button.current?.getBoundingClientRect();
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
      const at = button.current?.getBoundingClientRect();
      if (!at || Math.hypot(at.left - from.left, at.top - from.top) > 2 * GAP) now.current();
    };
    addEventListener('scroll', close, true);
    addEventListener('resize', close);
    return () => {
      removeEventListener('scroll', close, true);
      removeEventListener('resize', close);
    };
  }, [button]);

  function onKeyDown(event: KeyboardEvent<HTMLDivElement>) {
    const items = [...event.currentTarget.querySelectorAll('button')];
    const at = items.indexOf(document.activeElement as HTMLButtonElement);
    const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 }[event.key];
    if (event.key === 'Tab') onClose();
    if (next === undefined) return;
    event.preventDefault();
    items.at(next % items.length)?.focus();
  }

  return (
    <div
      ref={menu}
      popover="auto"
      role="menu"
      aria-label={label}
      className="menu actions action-menu"
      onKeyDown={onKeyDown}
      onToggle={(event) => event.newState === 'closed' && onClose()}
    >
      {heading}
      {actions.map((action) => (
        <button
          key={action.testid}
          type="button"
          role="menuitem"
          className={action.danger ? 'plain danger' : 'plain'}
          onClick={() => {
            onClose();
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
  );
}
