import { useId, useRef, type KeyboardEvent, type ReactNode } from 'react';

export interface Tab<Name extends string> {
  name: Name;
  label: string;
  content: ReactNode;
}

interface TabsProps<Name extends string> {
  label: string;
  tabs: Tab<Name>[];
  at: Name;
  onGo: (name: Name) => void;
  testId: string;
}

/** Leaves of which one is on top; what is typed on the others stays. */
export function Tabs<Name extends string>({ label, tabs, at, onGo, testId }: TabsProps<Name>) {
  const id = useId();
  const list = useRef<HTMLDivElement>(null);

  function onKey(event: KeyboardEvent) {
    const now = tabs.findIndex(({ name }) => name === at);
    const steps: Record<string, number> = { ArrowRight: now + 1, ArrowLeft: now - 1, Home: 0, End: -1 };
    const next = steps[event.key];
    if (next === undefined) return;
    event.preventDefault();
    const n = (next + tabs.length) % tabs.length;
    onGo(tabs[n]!.name);
    list.current?.querySelectorAll('button')[n]?.focus();
  }

  return (
    <>
      <div ref={list} className="tabs" role="tablist" aria-label={label} onKeyDown={onKey}>
        {tabs.map(({ name, label: shown }) => (
          <button
            key={name}
            type="button"
            role="tab"
            id={`${id}-${name}`}
            aria-selected={name === at}
            aria-controls={`${id}-${name}-leaf`}
            tabIndex={name === at ? 0 : -1}
            onClick={() => onGo(name)}
            data-testid={`${testId}-${name}`}
          >
            {shown}
          </button>
        ))}
      </div>
      {tabs.map(({ name, content }) => (
        <div
          key={name}
          role="tabpanel"
          id={`${id}-${name}-leaf`}
          aria-labelledby={`${id}-${name}`}
          className="tab-leaf"
          hidden={name !== at}
        >
          {content}
        </div>
      ))}
    </>
  );
}
