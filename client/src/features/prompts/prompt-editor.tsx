import { useRef, useState } from 'react';
import {
  brokenPromises,
  LONGEST_PROMPT,
  type PromptView,
  withOriginal,
} from '../../../../src/contracts/prompt.js';
import { api } from '../../api/api.js';
import { asFailure, type Failure } from '../../api/failure.js';
import { useUnsavedGuard } from '../../browser/unsaved-guard.js';
import { ConfirmDialog } from '../../components/confirm-dialog.js';
import { Icon } from '../../components/icons.js';
import { ProblemNote } from '../../components/problem-note.js';
import { useLanguage } from '../../i18n/language.js';
import { wordDiff } from './word-diff.js';

type Shown = 'yours' | 'ours' | 'changes';
const TABS: Shown[] = ['yours', 'ours', 'changes'];

interface PromptEditorProps {
  prompt: PromptView;
  characterId: string | null;
  /** What was written and not saved, of this and of others, while one looks at those. */
  unsaved: Map<string, string>;
  onChanged: (prompt: PromptView) => void;
}

/** One prompt: one's own text, ours, what differs, and what no longer holds. */
export function PromptEditor({ prompt, characterId, unsaved, onChanged }: PromptEditorProps) {
  const { words, number } = useLanguage();
  const w = words.prompts;
  const stored = prompt.own ?? prompt.original;
  const key = `${prompt.language} ${prompt.name}`;
  const [text, show] = useState(unsaved.get(key) ?? stored);
  const setText = (now: string) => {
    if (now === stored) unsaved.delete(key);
    else unsaved.set(key, now);
    show(now);
  };
  useUnsavedGuard(unsaved.size > 0);
  const [shown, setShown] = useState<Shown>('yours');
  const [asking, setAsking] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const field = useRef<HTMLTextAreaElement>(null);
  const whole = withOriginal(text, prompt.original);
  const broken = text === prompt.original ? [] : brokenPromises(whole, prompt.promises);
  const isEmpty = text.trim() === '' && !prompt.optional;

  async function attempt(what: () => Promise<PromptView>) {
    setFailure(null);
    try {
      const now = await what();
      unsaved.delete(key);
      show(now.own ?? now.original);
      onChanged(now);
    } catch (error) {
      setFailure(asFailure(error));
    }
  }

  function insert(macro: string) {
    const { selectionStart: from, selectionEnd: end } = field.current ?? {
      selectionStart: text.length,
      selectionEnd: text.length,
    };
    setText(`${text.slice(0, from)}{{${macro}}}${text.slice(end)}`);
    setShown('yours');
    field.current?.focus();
  }

  const { name, language } = prompt;
  return (
    <section className="prompt" aria-labelledby="prompt-title" data-testid="prompt-editor">
      <h2 id="prompt-title">{w.names[name]}</h2>
      <p className="hint">{w.about[name]}</p>
      {prompt.originalFrom !== 'keepsake' && <p className="hint">{w.from[prompt.originalFrom]}</p>}
      <div className="prompt-bar">
        <div className="segments" role="tablist" aria-label={w.names[name]}>
          {TABS.map((tab) => (
            <button
              key={tab}
              type="button"
              role="tab"
              aria-selected={shown === tab}
              className="prompt-tab"
              onClick={() => setShown(tab)}
              data-testid={`prompt-tab-${tab}`}
            >
              {tab === 'ours' ? w.originals[prompt.originalFrom] : w.tabs[tab]}
            </button>
          ))}
        </div>
        {prompt.own !== null && <span className="prompt-mark">{w.yours}</span>}
      </div>
      {shown === 'yours' && (
        <textarea
          ref={field}
          className="prompt-text"
          aria-label={w.names[name]}
          lang={language}
          maxLength={LONGEST_PROMPT}
          value={text}
          placeholder={w.nothing}
          onChange={(event) => setText(event.target.value)}
          data-testid="prompt-text"
        />
      )}
      {shown === 'ours' && (
        <>
          <div className="prompt-text" lang={language} data-testid="prompt-ours">
            {prompt.original || <span className="hint">{w.nothing}</span>}
          </div>
          {prompt.originalShort && (
            <details>
              <summary>{w.short}</summary>
              <div className="prompt-text" lang={language}>
                {prompt.originalShort}
              </div>
            </details>
          )}
        </>
      )}
      {shown === 'changes' && (
        <div className="prompt-text" lang={language} data-testid="prompt-changes">
          {whole === prompt.original ? (
            <span className="hint">{w.same}</span>
          ) : (
            wordDiff(prompt.original, whole).map(({ kind, text: part }, n) =>
              kind === 'same' ? (
                <span key={n}>{part}</span>
              ) : kind === 'added' ? (
                <ins key={n}>{part}</ins>
              ) : (
                <del key={n}>{part}</del>
              ),
            )
          )}
        </div>
      )}
      <div className="prompt-macros">
        <span className="eyebrow">{w.macros}</span>
        <ul>
          {prompt.macros.map((macro) => (
            <li key={macro}>
              <button
                type="button"
                className="small"
                title={w.macro[macro] ?? ''}
                onClick={() => insert(macro)}
                data-testid={`macro-${macro}`}
              >
                <code>{`{{${macro}}}`}</code>
                <span>{w.macro[macro]}</span>
              </button>
            </li>
          ))}
        </ul>
      </div>
      {broken.length > 0 && (
        <div className="note problem" role="status" data-testid="prompt-warnings">
          <Icon name="warn" />
          <div>
            <p>{w.warning}</p>
            <ul>
              {broken.map((code) => (
                <li key={code}>{w.broken[code]}</li>
              ))}
            </ul>
          </div>
        </div>
      )}
      {failure && <ProblemNote failure={failure} />}
      <div className="row prompt-ends">
        <button
          type="button"
          className="primary"
          disabled={text === stored || isEmpty}
          onClick={() => void attempt(() => api.putPrompt(characterId, language, name, text))}
          data-testid="prompt-save"
        >
          {words.save}
        </button>
        {text !== stored && (
          <button type="button" className="quiet" onClick={() => setText(stored)}>
            {w.discard}
          </button>
        )}
        {prompt.own !== null && (
          <button
            type="button"
            className="plain danger"
            onClick={() => setAsking(true)}
            data-testid="prompt-reset"
          >
            {w.reset}
          </button>
        )}
        <span className="hint">{w.length(number(text.length), number(LONGEST_PROMPT))}</span>
      </div>
      {asking && (
        <ConfirmDialog
          title={w.resetTitle}
          text={w.resetText}
          yes={w.reset}
          onNo={() => setAsking(false)}
          onYes={() => {
            setAsking(false);
            void attempt(() => api.resetPrompt(characterId, language, name));
          }}
        />
      )}
    </section>
  );
}
