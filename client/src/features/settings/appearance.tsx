import { APPEARANCE, useAppearance } from '../../browser/appearance.js';
import { usePictures } from '../../browser/pictures.js';
import { Segments } from '../../components/segments.js';
import { useLanguage } from '../../i18n/language.js';
import { MessageText } from '../messages/prose/message-text.js';
import { Look } from './look.js';
import '../messages/messages.css';
import '../messages/prose/prose.css';
import './appearance.css';

/** How this browser shows things, with a conversation to try it on. */
export function AppearanceSection() {
  const { words } = useLanguage();
  const w = words.appearance;
  const [{ accent, textSize, latinFont, chineseFont }, change] = useAppearance();
  const [pictures, setPictures] = usePictures();
  return (
    <>
      <h1>{words.settings.sections.appearance}</h1>
      <p className="hint">{w.hint}</p>
      <Sample />
      <Look />
      <Segments
        legend={w.accent}
        options={APPEARANCE.accent.map((value) => ({
          value,
          name: w.accents[value],
          mark: <i className="swatch" data-accent={value} />,
        }))}
        value={accent}
        onChoose={(value) => change('accent', value)}
        testId="accent-switch"
      />
      <Segments
        legend={w.textSize}
        options={SIZES.map((value) => ({
          value,
          name: w.textSizes[value],
          mark: (
            <i className="letter" data-size={value} aria-hidden="true">
              {w.letter}
            </i>
          ),
        }))}
        value={textSize}
        onChoose={(value) => change('textSize', value)}
        testId="text-size-switch"
      />
      <Segments
        legend={w.latinFont}
        options={APPEARANCE.latinFont.map((value) => ({
          value,
          name: w.latinFonts[value],
          className: `face-${value}`,
        }))}
        value={latinFont}
        onChoose={(value) => change('latinFont', value)}
        testId="latin-font-switch"
      />
      <Segments
        legend={w.chineseFont}
        options={APPEARANCE.chineseFont.map((value) => ({
          value,
          name: w.chineseFonts[value],
          lang: 'zh',
          className: `face-${value}`,
        }))}
        value={chineseFont}
        onChoose={(value) => change('chineseFont', value)}
        testId="chinese-font-switch"
      />
      <fieldset>
        <legend>{w.pictures}</legend>
        <label className="row">
          <input
            type="checkbox"
            checked={pictures}
            onChange={(event) => setPictures(event.target.checked)}
            data-testid="pictures-switch"
          />
          <span>{w.picturesShow}</span>
        </label>
        <p className="hint">{w.picturesHint}</p>
      </fieldset>
    </>
  );
}

/** From small to large. */
const SIZES = ['tiny', 'small', 'medium', 'large', 'huge'] as const;

function Sample() {
  const { words } = useLanguage();
  const w = words.appearance.sample;
  return (
    <figure className="appearance-sample" aria-label={w.title} data-testid="appearance-sample">
      <div className="message assistant">
        <header>{w.name}</header>
        <MessageText text={w.theirs} />
      </div>
      <div className="message user">
        <MessageText text={w.mine} />
      </div>
    </figure>
  );
}
