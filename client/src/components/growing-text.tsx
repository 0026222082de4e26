import { useLayoutEffect, useRef } from 'react';
import { scriptOf } from '../i18n/language.js';

interface GrowingTextProps {
  label: string;
  value: string;
  onChange: (value: string) => void;
  testid?: string;
  /** It is what somebody is about to write in. */
  focus?: boolean;
}

/** A field as tall as its text. */
export function GrowingText({ label, value, onChange, testid, focus = false }: GrowingTextProps) {
  const field = useRef<HTMLTextAreaElement>(null);
  useLayoutEffect(() => {
    const element = field.current;
    if (!element || CSS.supports('field-sizing', 'content')) return;
    element.style.height = 'auto';
    element.style.height = `${element.scrollHeight + 2}px`;
  }, [value]);
  useLayoutEffect(() => {
    const element = field.current;
    if (!focus || !element) return;
    element.focus();
    element.setSelectionRange(element.value.length, element.value.length);
  }, [focus]);
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
