import { APPEARANCE, useAppearance } from '../../browser/appearance.js';
import { Segments } from '../../components/segments.js';
import { LANGUAGES, useLanguage } from '../../i18n/language.js';

/** The language and the theme of this browser. */
export function Look() {
  const { lang, setLang, words } = useLanguage();
  const [{ theme }, change] = useAppearance();
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
        options={APPEARANCE.theme.map((value) => ({ value, name: w[value] }))}
        value={theme}
        onChoose={(value) => change('theme', value)}
        testId="theme-switch"
      />
    </>
  );
}
