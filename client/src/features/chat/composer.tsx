import {
  memo,
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
  type FormEvent,
  type KeyboardEvent,
} from 'react';
import type { AttachedPictureView } from '../../../../src/contracts/message.js';
import type { Failure } from '../../api/failure.js';
import { Icon } from '../../components/icons.js';
import { storedSetting, storeSetting } from '../../browser/local-settings.js';
import { scriptOf, useLanguage } from '../../i18n/language.js';
import { lazily } from '../../components/loading/lazily.js';
import { LoadBoundary } from '../../components/loading/load-boundary.js';
import { usePictures } from './pictures/use-pictures.js';
import type { Refused } from '../../api/session-state.js';
import { useDraft } from './use-draft.js';
import './composer.css';

const AttachedPictures = lazily(
  async () => (await import('./pictures/attached-pictures.js')).AttachedPictures,
  'first',
);

interface ComposerProps {
  sessionId: string;
  name: string;
  failure: Failure | null;
  refused: Refused | null;
  /** The turn that could be stopped. */
  turnId: string | null;
  onSend: (text: string, pictures: AttachedPictureView[]) => void;
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
  const pictures = usePictures();
  const { add: addPictures, set: setPictures } = pictures;
  const chooser = useRef<HTMLInputElement>(null);
  const canSend = Boolean(text.trim() || pictures.attached.length) && pictures.isReady && !draft.writing;
  const problem = refused ?? failure ?? draft.failure;

  useEffect(() => storeSetting(`draft.${sessionId}`, text), [sessionId, text]);

  // What the server would not take comes back to be changed.
  useEffect(() => {
    if (!refused) return;
    setText((now) => (now ? `${refused.text}\n\n${now}` : refused.text));
    if (refused.pictures) setPictures(refused.pictures);
  }, [refused, setPictures]);

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
    if (!canSend) return;
    onSend(text, pictures.ready);
    setText('');
    setPictures([]);
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
      {(pictures.attached.length > 0 || pictures.tooMany) && (
        <LoadBoundary waiting={null}>
          <AttachedPictures sessionId={sessionId} pictures={pictures} />
        </LoadBoundary>
      )}
      <div className="composer-slip">
        <input
          ref={chooser}
          type="file"
          accept="image/png,image/jpeg,image/webp,image/gif,image/avif"
          multiple
          hidden
          onChange={({ currentTarget }) => {
            addPictures([...(currentTarget.files ?? [])]);
            currentTarget.value = '';
          }}
          data-testid="picture-files"
        />
        <button
          type="button"
          className="round faint"
          onClick={() => chooser.current?.click()}
          aria-label={words.chat.pictures.attach}
          title={words.chat.pictures.attach}
          data-testid="attach-pictures"
        >
          <Icon name="picture" />
        </button>
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
          onPaste={(event) => {
            // What is copied from a page may come with its picture: the text is what was meant.
            const { files, types } = event.clipboardData;
            if (files.length && !types.includes('text/plain') && addPictures([...files]))
              event.preventDefault();
          }}
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
        {(text.trim() || pictures.attached.length > 0 || !turnId) && (
          <button
            type="submit"
            className="round primary"
            disabled={!canSend}
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
