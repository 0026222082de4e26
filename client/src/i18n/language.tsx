import { createContext, useContext, useEffect, useMemo, useState, type ReactNode } from 'react';
import { storedSetting, storeSetting } from '../browser/local-settings.js';
import type { FirstWords, Words } from './words/en.js';
import type { RestOfWords } from './words/en-rest.js';

export type Lang = 'en' | 'zh';

export interface Language {
  lang: Lang;
  setLang: (lang: Lang) => void;
  words: Words;
  number: (n: number) => string;
  percent: (share: number) => string;
  /** Bytes, in kB or MB. */
  size: (bytes: number) => string;
  /** A day in full: "Today", or its date. */
  day: (iso: string) => string;
  time: (iso: string) => string;
  /** As short as can be: the time of today, else the day. */
  when: (iso: string) => string;
  /** The sentence for a problem; what has no known code speaks for itself. */
  sentence: (problem: { code: string; message: string }) => string;
}

export const LANGUAGES: { lang: Lang; name: string }[] = [
  { lang: 'en', name: 'English' },
  { lang: 'zh', name: '中文' },
];

/** Only the words of the chosen language are loaded: those of a conversation first, the rest with what says them. */
const load: Record<Lang, { first: () => Promise<FirstWords>; rest: () => Promise<RestOfWords> }> = {
  en: {
    first: async () => (await import('./words/en.js')).en,
    rest: async () => (await import('./words/en-rest.js')).rest,
  },
  zh: {
    first: async () => (await import('./words/zh.js')).zh,
    rest: async () => (await import('./words/zh-rest.js')).rest,
  },
};
let spoken: Promise<Chosen> | null = null;

interface Chosen {
  lang: Lang;
  words: Words;
}

const Context = createContext<Language | null>(null);

export function useLanguage(): Language {
  const language = useContext(Context);
  if (!language) throw new Error('There is no LanguageProvider above.');
  return language;
}

function firstLang(): Lang {
  const chosen = storedSetting('language');
  if (chosen === 'en' || chosen === 'zh') return chosen;
  return navigator.languages
    .find((tag) => /^(en|zh)\b/i.test(tag))
    ?.toLowerCase()
    .startsWith('zh')
    ? 'zh'
    : 'en';
}

/** The language to begin with: the one chosen in this browser, else the browser's own. */
export async function firstLanguage(): Promise<Chosen> {
  const lang = firstLang();
  // The rest is there before anybody sees what says it: `lazily` waits for it.
  return (spoken ??= load[lang].first().then((words) => ({ lang, words: words as Words })));
}

/** Once all words of the language that is spoken are there. */
export async function restOfWords(): Promise<void> {
  const { lang, words } = await firstLanguage();
  if (!('models' in words)) Object.assign(words, await load[lang].rest());
}

async function allWords(lang: Lang): Promise<Words> {
  const [first, rest] = await Promise.all([load[lang].first(), load[lang].rest()]);
  return Object.assign(first, rest);
}

export function LanguageProvider({ first, children }: { first: Chosen; children: ReactNode }) {
  const [{ lang, words }, setChosen] = useState(first);
  useEffect(() => {
    document.documentElement.lang = words.tag;
  }, [words]);
  const language = useMemo(
    () =>
      languageOf(lang, words, (next) => {
        storeSetting('language', next);
        allWords(next).then(
          (words) => {
            const chosen = { lang: next, words };
            spoken = Promise.resolve(chosen);
            setChosen(chosen);
          },
          // They are gone when the server was updated; the new page comes in the language that is stored.
          () => location.reload(),
        );
      }),
    [lang, words],
  );
  return <Context value={language}>{children}</Context>;
}

/** Some systems give a browser languages that are none, such as `en-US@posix`. */
function isLocale(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag).length === 1;
  } catch {
    return false;
  }
}

function languageOf(lang: Lang, w: Words, setLang: (lang: Lang) => void): Language {
  // The browser's own flavour of the language (en-GB, zh-TW) decides how dates look.
  const locale =
    navigator.languages.find((tag) => tag.toLowerCase().startsWith(lang) && isLocale(tag)) ?? w.tag;
  const number = new Intl.NumberFormat(locale);
  const percent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 });
  const small = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
  const clock = new Intl.DateTimeFormat(locale, { hour: 'numeric', minute: '2-digit' });
  const fullDay = new Intl.DateTimeFormat(locale, { weekday: 'long', day: 'numeric', month: 'long' });
  const fullDate = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'long', year: 'numeric' });
  const shortDay = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short' });
  const shortDate = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', year: 'numeric' });

  const daysAgo = (date: Date) => {
    const midnight = (d: Date) => new Date(d.getFullYear(), d.getMonth(), d.getDate()).getTime();
    return Math.round((midnight(new Date()) - midnight(date)) / 86_400_000);
  };
  const thisYear = (date: Date) => date.getFullYear() === new Date().getFullYear();
  const dated = (iso: string, show: (date: Date) => string) => {
    const date = new Date(iso);
    return Number.isNaN(date.getTime()) ? '' : show(date);
  };

  return {
    lang,
    setLang,
    words: w,
    number: (n) => number.format(n),
    percent: (share) => percent.format(share),
    size: (bytes) => {
      if (bytes < 1000) return `${number.format(bytes)} B`;
      return bytes < 1e6 ? `${small.format(bytes / 1000)} kB` : `${small.format(bytes / 1e6)} MB`;
    },
    day: (iso) =>
      dated(iso, (date) => {
        const ago = daysAgo(date);
        if (ago === 0) return w.today;
        if (ago === 1) return w.yesterday;
        return (thisYear(date) ? fullDay : fullDate).format(date);
      }),
    time: (iso) => dated(iso, (date) => clock.format(date)),
    when: (iso) =>
      dated(iso, (date) => {
        const ago = daysAgo(date);
        if (ago === 0) return clock.format(date);
        if (ago === 1) return w.yesterday;
        return (thisYear(date) ? shortDay : shortDate).format(date);
      }),
    sentence: ({ code, message }) => (w.problems as Record<string, string | undefined>)[code] ?? message,
  };
}

/** The language of a text for the typesetting, by its script; undefined where it has none to tell. */
export function scriptOf(text: string): 'zh' | 'ja' | 'en' | undefined {
  const start = text.slice(0, 400);
  if (/[\u3040-\u30ff]/.test(start)) return 'ja';
  if (/[\u3400-\u9fff]/.test(start)) return 'zh';
  return /[A-Za-z]/.test(start) ? 'en' : undefined;
}
