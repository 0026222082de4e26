import { createContext, useContext, useEffect, useRef, type ReactNode } from 'react';
import { Icon } from './icons.js';
import { useLanguage } from '../i18n/language.js';
import { to } from '../browser/route.js';

interface PageProps {
  title: string;
  children: ReactNode;
  action?: ReactNode;
  /** One column of text, in the middle; or all the room that there is, for many pictures. */
  narrow?: boolean;
  wide?: boolean;
}

/** What stands at the end of every page's head. */
export const PageMenu = createContext<ReactNode>(null);

/** The frame of every screen but the conversation. */
export function Page({ title, children, action, narrow = false, wide = false }: PageProps) {
  const { words } = useLanguage();
  const menu = useContext(PageMenu);
  const main = useRef<HTMLElement>(null);
  useTitle(title);
  useEffect(() => {
    main.current?.focus({ preventScroll: true });
    scrollTo(0, 0);
  }, []);
  return (
    <div className={wide ? 'page spread' : 'page'}>
      <header className="page-head">
        <a href={to.library} className="wordmark" title={words.backToLibrary}>
          <Wordmark />
        </a>
        <div className="row">
          {action}
          {menu}
        </div>
      </header>
      <main ref={main} tabIndex={-1} className={narrow ? 'narrow' : undefined}>
        {children}
      </main>
    </div>
  );
}

export function Wordmark() {
  return (
    <>
      <svg viewBox="0 0 26 20" aria-hidden="true" focusable="false">
        <rect
          x="1"
          y="1"
          width="24"
          height="18"
          rx="1.5"
          fill="none"
          stroke="currentColor"
          strokeWidth="1.3"
        />
        <path d="m1.6 2.2 11.4 9 11.4-9" fill="none" stroke="currentColor" strokeWidth="1.3" />
        <circle cx="13" cy="11" r="3.6" className="wax" />
      </svg>
      <span lang="en">Keepsake</span>
    </>
  );
}

export function useTitle(title: string): void {
  useEffect(() => {
    document.title = title ? `${title} · Keepsake` : 'Keepsake';
  }, [title]);
}

export function BackLink() {
  const { words } = useLanguage();
  return (
    <a href={to.library} className="back">
      <Icon name="back" />
      {words.backToLibrary}
    </a>
  );
}
