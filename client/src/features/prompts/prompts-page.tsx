import { useRef, useState } from 'react';
import type {
  PromptLanguage,
  PromptName,
  PromptsView,
  PromptView,
} from '../../../../src/contracts/prompt.js';
import { api } from '../../api/api.js';
import { useLoaded } from '../../api/use-loaded.js';
import { to } from '../../browser/route.js';
import { Icon } from '../../components/icons.js';
import { ProblemNote } from '../../components/problem-note.js';
import { Waiting } from '../../components/waiting.js';
import { LANGUAGES, scriptOf, useLanguage } from '../../i18n/language.js';
import { BackLink, Page } from '../../components/page.js';
import { PromptEditor } from './prompt-editor.js';

const GROUPS: { group: 'play' | 'memory' | 'writing'; names: PromptName[] }[] = [
  { group: 'play', names: ['main', 'auxiliary', 'post_history', 'reply', 'continue', 'impersonate'] },
  { group: 'memory', names: ['summarize', 'summarize_merge'] },
  { group: 'writing', names: ['sheet', 'sheet_part', 'sheet_merge'] },
];

/** What the model is told, to be read and said otherwise: for all characters, or for one. */
export function PromptsPage({ characterId }: { characterId: string | null }) {
  const { words, lang } = useLanguage();
  const w = words.prompts;
  const prompts = useLoaded<PromptsView>(`prompts ${characterId}`, () => api.prompts(characterId));
  const character = useLoaded(`prompts of ${characterId}`, () =>
    characterId ? api.character(characterId) : Promise.resolve(null),
  );
  const [name, setName] = useState<PromptName>('main');
  const [chosen, setChosen] = useState<PromptLanguage>(lang);
  const unsaved = useRef(new Map<string, string>());
  const view = prompts.value;
  const language = view?.language ?? chosen;
  const items = view?.items.filter((item) => item.language === language) ?? [];
  const shown = items.find((item) => item.name === name);

  function changed(now: PromptView) {
    if (!view) return;
    const same = (item: PromptView) => item.name === now.name && item.language === now.language;
    prompts.set({ ...view, items: view.items.map((item) => (same(item) ? now : item)) });
  }

  return (
    <Page title={w.title}>
      {characterId ? (
        <a href={to.character(characterId)} className="back">
          <Icon name="back" />
          {character.value ? (
            <span lang={scriptOf(character.value.name)}>{character.value.name}</span>
          ) : (
            w.toCharacter
          )}
        </a>
      ) : (
        <BackLink />
      )}
      <header className="prompts-head">
        <div>
          <h1>{characterId ? w.titleOf(character.value?.name ?? '…') : w.title}</h1>
          <p className="hint">{characterId ? w.hintOf : w.hint}</p>
        </div>
        {view && !view.language && (
          <div className="segments" role="group" aria-label={w.language} data-testid="prompts-language">
            {LANGUAGES.map((option) => (
              <label key={option.lang} lang={option.lang}>
                <input
                  type="radio"
                  name="prompts-language"
                  value={option.lang}
                  checked={language === option.lang}
                  onChange={() => setChosen(option.lang)}
                />
                <span>{w.charactersIn[option.lang]}</span>
              </label>
            ))}
          </div>
        )}
      </header>
      {prompts.failure && <ProblemNote failure={prompts.failure} retry={prompts.reload} />}
      {!view && !prompts.failure && <Waiting />}
      {view && (
        <div className="prompts" data-testid="prompts">
          <select
            className="prompts-choice"
            aria-label={w.title}
            value={name}
            onChange={(event) => setName(event.target.value as PromptName)}
          >
            {GROUPS.map(({ group, names }) => (
              <optgroup key={group} label={w.groups[group]}>
                {names.map((one) => (
                  <option key={one} value={one}>
                    {w.names[one]}
                    {items.find((item) => item.name === one)?.own == null ? '' : ` · ${w.yours}`}
                  </option>
                ))}
              </optgroup>
            ))}
          </select>
          <nav className="prompts-rail" aria-label={w.title}>
            {GROUPS.map(({ group, names }) => (
              <section key={group}>
                <h2 className="eyebrow">{w.groups[group]}</h2>
                <ul>
                  {names.map((one) => {
                    const item = items.find((each) => each.name === one);
                    return (
                      <li key={one}>
                        <button
                          type="button"
                          className="plain"
                          aria-current={one === name || undefined}
                          onClick={() => setName(one)}
                          data-testid={`prompt-${one}`}
                        >
                          <span>{w.names[one]}</span>
                          {item?.own != null && (
                            <span className={item.broken.length ? 'prompt-mark broken' : 'prompt-mark'}>
                              {item.broken.length ? w.check : w.yours}
                            </span>
                          )}
                        </button>
                      </li>
                    );
                  })}
                </ul>
              </section>
            ))}
          </nav>
          {shown && (
            <PromptEditor
              key={`${shown.language} ${shown.name}`}
              prompt={shown}
              characterId={characterId}
              unsaved={unsaved.current}
              onChanged={changed}
            />
          )}
        </div>
      )}
    </Page>
  );
}
