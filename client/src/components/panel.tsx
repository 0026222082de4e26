import { useEffect, useRef, useState, type ReactNode } from 'react';
import { Icon } from './icons.js';
import { useLanguage } from '../i18n/language.js';
import { useBackCloses } from './use-back-closes.js';

interface PanelProps {
  title: ReactNode;
  onClose: () => void;
  children: ReactNode;
  /** Where there is room, leave the page beside it in use. */
  beside?: boolean;
  testid?: string;
}

/** A leaf laid in from the side; on a narrow screen from below. */
export function Panel({ title, onClose, children, beside = false, testid }: PanelProps) {
  const { words } = useLanguage();
  const dialog = useRef<HTMLDialogElement>(null);
  const close = useRef(onClose);
  close.current = onClose;
  const [roomy] = useState(() => beside && matchMedia('(min-width: 64rem)').matches);
  useBackCloses(onClose, !roomy);

  useEffect(() => {
    const element = dialog.current;
    if (!element) return;
    if (roomy) element.show();
    else element.showModal();
    document.body.classList.toggle('beside', roomy);
    const escape = (event: KeyboardEvent) => {
      if (event.key === 'Escape' && !event.isComposing && roomy) close.current();
    };
    addEventListener('keydown', escape);
    return () => {
      removeEventListener('keydown', escape);
      document.body.classList.remove('beside');
      element.close();
    };
  }, [roomy]);

  return (
    <dialog
      ref={dialog}
      className="panel"
      aria-labelledby="panel-title"
      data-testid={testid}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onClick={(event) => event.target === dialog.current && onClose()}
    >
      <div className="panel-leaf">
        <header>
          <h2 id="panel-title">{title}</h2>
          <button type="button" className="round" onClick={onClose} aria-label={words.close}>
            <Icon name="close" />
          </button>
        </header>
        <div className="panel-body">{children}</div>
      </div>
    </dialog>
  );
}
