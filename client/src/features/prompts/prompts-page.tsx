import { useQuery } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import type { PromptLanguage, PromptName, PromptView } from '../../../../src/contracts/prompt.js';
import { queries } from '../../api/queries.js';
import { queryClient } from '../../api/query-client.js';
import { to } from '../../browser/route.js';
import { Icon } from '../../components/icons.js';
import { ProblemNote } from '../../components/problem-note.js';
import { Waiting } from '../../components/loading/waiting.js';
import { LANGUAGES, scriptOf, useLanguage } from '../../i18n/language.js';
import { BackLink, Page } from '../../components/page.js';
import { PromptEditor } from './prompt-editor.js';
import './prompts.css';

const GROUPS: { group: 'play' | 'memory' | 'writing'; names: PromptName[] }[] = [
  { group: 'play', names: ['main', 'auxiliary', 'post_history', 'reply', 'continue', 'impersonate'] },
  { group: 'memory', names: ['summarize', 'summarize_merge'] },
  { group: 'writing', names: ['sheet', 'sheet_part', 'sheet_merge', 'draft'] },
];

/** What the model is told, to be read and said otherwise: for all characters, or for one. */
export function PromptsPage({ characterId }: { characterId: string | null }) {
  const { words, lang } = useLanguage();
  const w = words.prompts;
  const { data: view, error, refetch } = useQuery(queries.prompts(characterId));
  const character = useQuery({ ...queries.character(characterId ?? ''), enabled: characterId !== null });
  const [name, setName] = useState<PromptName>('main');
  const [chosen, setChosen] = useState<PromptLanguage>(lang);
  const unsaved = useRef(new Map<string, string>());
  const language = view?.language ?? chosen;
  const items = view?.items.filter((item) => item.language === language) ?? [];
  // Some are for all characters only.
  const groups = GROUPS.map(({ group, names }) => ({
    group,
    names: names.filter((one) => items.some((item) => item.name === one)),
  }));
  const shown = items.find((item) => item.name === name);

  function changed(now: PromptView) {
    const same = (item: PromptView) => item.name === now.name && item.language === now.language;
    queryClient.setQueryData(
      queries.prompts(characterId).queryKey,
      (old) => old && { ...old, items: old.items.map((item) => (same(item) ? now : item)) },
    );
  }

  return (
    <Page title={w.title}>
      {characterId ? (
        <a href={to.character(characterId)} className="back">
          <Icon name="back" />
          {character.data ? (
            <span lang={scriptOf(character.data.name)}>{character.data.name}</span>
          ) : (
            w.toCharacter
          )}
        </a>
      ) : (
        <BackLink />
      )}
      <header className="prompts-head">
        <div>
          <h1>{characterId ? w.titleOf(character.data?.name ?? '…') : w.title}</h1>
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
      {error && <ProblemNote failure={error} retry={refetch} />}
      {!view && !error && <Waiting />}
      {view && (
        <div className="prompts" data-testid="prompts">
          <select
            className="prompts-choice"
            aria-label={w.title}
            value={name}
            onChange={(event) => setName(event.target.value as PromptName)}
          >
            {groups.map(({ group, names }) => (
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
            {groups.map(({ group, names }) => (
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
