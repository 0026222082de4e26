import {
  memo,
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
  type FormEvent,
  type KeyboardEvent,
} from 'react';
import type { Failure } from '../../api/failure.js';
import { Icon } from '../../components/icons.js';
import { storedSetting, storeSetting } from '../../browser/local-settings.js';
import { scriptOf, useLanguage } from '../../i18n/language.js';
import type { Refused } from '../../api/session-state.js';
import { useDraft } from './use-draft.js';
import './composer.css';

interface ComposerProps {
  sessionId: string;
  name: string;
  failure: Failure | null;
  refused: Refused | null;
  /** The turn that could be stopped. */
  turnId: string | null;
  onSend: (text: string) => void;
  onStop: (turnId: string) => void;
}

const byTouch = () => matchMedia('(hover: none) and (pointer: coarse)').matches;

export const Composer = memo(function Composer({
  sessionId,
  name,
  failure,
  refused,
  turnId,
  onSend,
  onStop,
}: ComposerProps) {
  const { words, sentence } = useLanguage();
  const [text, setText] = useState(() => storedSetting(`draft.${sessionId}`) ?? '');
  const field = useRef<HTMLTextAreaElement>(null);
  const draft = useDraft(sessionId, setText);
  const problem = refused ?? failure ?? draft.failure;

  useEffect(() => storeSetting(`draft.${sessionId}`, text), [sessionId, text]);

  // What the server would not take comes back to be changed.
  useEffect(() => {
    if (refused) setText((now) => (now ? `${refused.text}\n\n${now}` : refused.text));
  }, [refused]);

  useEffect(() => {
    if (!byTouch()) field.current?.focus({ preventScroll: true });
  }, []);

  useLayoutEffect(() => {
    const element = field.current;
    if (!element) return;
    element.style.height = 'auto';
    element.style.height = `${element.scrollHeight + 2}px`;
  }, [text]);

  function submit(event?: FormEvent) {
    event?.preventDefault();
    if (!text.trim() || draft.writing) return;
    onSend(text);
    setText('');
    field.current?.focus({ preventScroll: true });
  }

  function onKeyDown(event: KeyboardEvent) {
    // Enter also ends the input of a Chinese word; 229 is how Safari tells it after the fact.
    const composing = event.nativeEvent.isComposing || event.keyCode === 229;
    if (event.key !== 'Enter' || event.shiftKey || composing || byTouch()) return;
    event.preventDefault();
    submit();
  }

  return (
    <form className="composer" onSubmit={submit}>
      {problem && (
        <p className="composer-problem" role="alert" data-testid="composer-problem" data-code={problem.code}>
          <Icon name="warn" />
          <span>
            {refused && words.chat.notSent} {sentence(problem)}
          </span>
        </p>
      )}
      <div className="composer-slip">
        <textarea
          ref={field}
          rows={1}
          value={text}
          lang={scriptOf(text)}
          placeholder={words.chat.composer(name)}
          aria-label={words.chat.composer(name)}
          enterKeyHint={byTouch() ? 'enter' : 'send'}
          readOnly={draft.writing}
          aria-busy={draft.writing}
          onChange={(event) => setText(event.target.value)}
          onKeyDown={onKeyDown}
          data-testid="composer"
        />
        {!turnId && (
          <button
            type="button"
            className="round faint"
            onClick={() => (draft.writing ? draft.stop() : void draft.write(text))}
            aria-label={draft.writing ? words.chat.stop : words.chat.inStead}
            title={draft.writing ? words.chat.stop : words.chat.inStead}
            data-testid={draft.writing ? 'stop-draft' : 'impersonate'}
          >
            <Icon name={draft.writing ? 'stop' : 'inStead'} />
          </button>
        )}
        {turnId && (
          <button type="button" className="stop" onClick={() => onStop(turnId)} data-testid="stop">
            <Icon name="stop" />
            {words.chat.stop}
          </button>
        )}
        {(text.trim() || !turnId) && (
          <button
            type="submit"
            className="round primary"
            disabled={!text.trim() || draft.writing}
            aria-label={words.chat.send}
            title={words.chat.send}
            data-testid="send"
          >
            <Icon name="send" />
          </button>
        )}
      </div>
    </form>
  );
});
