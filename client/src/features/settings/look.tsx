import { useTheme, type Theme } from '../../browser/theme.js';
import { Segments } from '../../components/segments.js';
import { LANGUAGES, useLanguage } from '../../i18n/language.js';

const THEMES: Theme[] = ['system', 'light', 'dark'];

/** The language and the theme of this browser. */
export function Look() {
  const { lang, setLang, words } = useLanguage();
  const [theme, setTheme] = useTheme();
  const w = words.settings;
  return (
    <>
      <Segments
        legend={w.language}
        options={LANGUAGES.map(({ lang, name }) => ({ value: lang, name, lang }))}
        value={lang}
        onChoose={setLang}
        testId="language-switch"
      />
      <Segments
        legend={w.theme}
        options={THEMES.map((value) => ({ value, name: w[value] }))}
        value={theme}
        onChoose={setTheme}
        testId="theme-switch"
      />
    </>
  );
}
