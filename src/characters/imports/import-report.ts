import type { ReportTexts } from '../../contracts/character.js';
import type { Language } from '../../text/search/language.js';

/** What of a file was not understood, is kept without being used, or was left out: sentences in the reader's language. */
export class ImportReport {
  readonly texts: ReportTexts = { en: [], zh: [] };

  constructor(readonly language: Language = 'en') {}

  /** In the reader's language. */
  get lines(): string[] {
    return this.texts[this.language];
  }

  add(en: string, zh: string): void {
    this.texts.en.push(en);
    this.texts.zh.push(zh);
  }

  /** All that another says, too. */
  join({ texts }: ImportReport): void {
    this.texts.en.push(...texts.en);
    this.texts.zh.push(...texts.zh);
  }
}

/** The language that a request asks for in `Accept-Language`, of those that are spoken here; else English. */
export function languageAsked(header: string | undefined): Language {
  const tags = (header ?? '').split(',').map((part) => {
    const [tag = '', ...more] = part.trim().toLowerCase().split(';');
    const weight = /q=([\d.]+)/.exec(more.join(';'))?.[1];
    return { tag, weight: weight === undefined ? 1 : Number(weight) };
  });
  const [first] = tags
    .filter(({ tag, weight }) => /^(en|zh)\b/.test(tag) && weight > 0)
    .sort((a, b) => b.weight - a.weight);
  return first?.tag.startsWith('zh') ? 'zh' : 'en';
}
