import type { HeadingForm } from './heading-form.js';

/** 제1장, 12화 안개, 3권: the mark in front is mostly left out. */
const COUNTED = /^(?:제 ?)?(\d{1,4}) ?([장화회편막권부])(?:[\s.:：·—-]+(.{1,40}))?$/u;
const SPECIAL =
  /^(?:프롤로그|에필로그|서장|종장|서문|머리말|후기|작가의 말|외전)(?: ?\d{1,3})?(?:[\s.:：·—-]+(.{1,40}))?$/u;

/** The form of a line as a Korean heading, or null. */
export function koreanForm(line: string): HeadingForm | null {
  const [, number, unit, title] = COUNTED.exec(line) ?? [];
  const isProse = (words?: string) => /[.!?…”"]$|[,，]$/.test(words ?? '');
  if (number !== undefined && !isProse(title))
    return { kind: unit!, ordinal: Number(number), clear: true, weak: false, bare: !title };
  const special = SPECIAL.exec(line);
  if (!special || isProse(special[1])) return null;
  return { kind: 'special', ordinal: 0, clear: true, weak: false, bare: !special[1] };
}
