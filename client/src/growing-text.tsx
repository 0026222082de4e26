import { useLayoutEffect, useRef } from 'react';
import { scriptOf } from './language.js';

interface GrowingTextProps {
  label: string;
  value: string;
  onChange: (value: string) => void;
  testid?: string;
}

/** A field as tall as its text. */
export function GrowingText({ label, value, onChange, testid }: GrowingTextProps) {
  const field = useRef<HTMLTextAreaElement>(null);
  useLayoutEffect(() => {
    const element = field.current;
    if (!element || CSS.supports('field-sizing', 'content')) return;
    element.style.height = 'auto';
    element.style.height = `${element.scrollHeight + 2}px`;
  }, [value]);
  return (
    <textarea
      ref={field}
      className="growing"
      rows={1}
      aria-label={label}
      lang={scriptOf(value)}
      value={value}
      onChange={(event) => onChange(event.target.value)}
      data-testid={testid}
    />
  );
}
