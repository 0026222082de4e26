import { useEffect, useState } from 'react';
import type { CastMerge, IngestView } from '../../../../src/contracts/ingest.js';
import type { ServerToClient } from '../../../../src/contracts/sockets.js';
import { api } from '../../api/api.js';
import { asFailure, Failure } from '../../api/failure.js';
import { scriptOf, useLanguage } from '../../i18n/language.js';
import { BackLink, Page } from '../../components/page.js';
import { ProblemNote } from '../../components/problem-note.js';
import { to } from '../../browser/route.js';
import { socket } from '../../api/socket.js';
import { useLoaded } from '../../api/use-loaded.js';
import { Waiting } from '../../components/waiting.js';
import { NewCharacters } from './new-characters.js';
import { CastChoice, type CastWish } from './cast-choice.js';
import { CastGraph } from './cast-graph.js';
import { CastQuestions } from './cast-questions.js';
import { DoubtfulEncodings } from './doubtful-encodings.js';
import { Flagged } from './flagged.js';
import { IngestSteps } from './ingest-steps.js';
import { PageOffers } from './page-offers.js';
import { UseAsDescription } from './use-as-description.js';
import { UnreadLinks } from './unread-links.js';

/** A text on its way to a character: its steps as they happen, and the choice of whom to meet. */
export function Ingest({ id }: { id: string }) {
  const { words } = useLanguage();
  const { ingest, failure, reload } = useIngest(id);
  const [refused, setRefused] = useState<Failure | null>(null);

  async function attempt(what: () => Promise<unknown>) {
    setRefused(null);
    await what().catch((error: unknown) => setRefused(asFailure(error)));
    reload();
  }

  const working = ingest?.status === 'queued' || ingest?.status === 'running';
  const nobody = ingest?.cast.length === 0 && ingest.doubts.length > 0;
  const choose = (choice: CastWish) => attempt(() => api.chooseCast(id, choice));
  const follow = (urls: string[]) => attempt(() => api.choosePages(id, urls));
  return (
    <Page title={ingest?.title || words.ingest.title} narrow>
      <BackLink />
      <div className="ingest">
        {failure && <ProblemNote failure={failure} retry={reload} />}
        {!ingest && !failure && <Waiting />}
        {ingest && (
          <>
            <p className="eyebrow">{words.ingest.title}</p>
            <h1 lang={scriptOf(ingest.title)}>{ingest.title || words.ingest.title}</h1>
            {ingest.status !== 'done' && <IngestSteps ingest={ingest} />}
            {refused && <ProblemNote failure={refused} />}
            {ingest.status === 'failed' && <Broken ingest={ingest} />}
            {ingest.status === 'cancelled' && (
              <p>
                {words.ingest.cancelled} <a href={to.new}>{words.ingest.again}</a>
              </p>
            )}
            {(ingest.status === 'needs_choice' || ingest.status === 'done') && (
              <>
                <UnreadLinks unread={ingest.unread} />
                <Flagged flags={ingest.flags} onLetIn={(letIn) => attempt(() => api.letIn(id, letIn))} />
              </>
            )}
            {ingest.status === 'needs_choice' && ingest.error && (
              <ProblemNote failure={new Failure(ingest.error.code, ingest.error.message)} />
            )}
            {ingest.status === 'needs_choice' && ingest.offers.length > 0 && (
              <PageOffers
                key={ingest.offers.map(({ state }) => state).join()}
                offers={ingest.offers}
                onChoose={follow}
              />
            )}
            {ingest.status === 'needs_choice' && ingest.doubts.length > 0 && (
              <DoubtfulEncodings
                doubts={ingest.doubts}
                onChoose={(file, encoding) => attempt(() => api.chooseEncoding(id, file, encoding))}
              />
            )}
            {ingest.status === 'needs_choice' && nobody && (
              <p className="hint">{words.ingest.nobodyInDoubt}</p>
            )}
            {ingest.status === 'needs_choice' && (
              <>
                <UseAsDescription ingest={ingest} />
                <CastQuestions ingest={ingest} attempt={attempt} />
                <CastChoice
                  ingest={ingest}
                  cast={ingest.cast}
                  onChoose={choose}
                  onSame={(names) => attempt(() => api.mergeCast(id, [...ingest.merges, ...oneOf(names)]))}
                />
                <CastGraph cast={ingest.cast} talks={ingest.talks} />
              </>
            )}
            {ingest.status === 'done' && <NewCharacters ingest={ingest} onChoose={choose} />}
            {(working || ingest.status === 'needs_choice') && (
              <button
                type="button"
                className="plain"
                onClick={() => void attempt(() => api.cancelIngest(id))}
                data-testid="ingest-cancel"
              >
                {words.ingest.cancel}
              </button>
            )}
          </>
        )}
      </div>
    </Page>
  );
}

/** All of them are the first. */
function oneOf([into, ...others]: string[]): CastMerge[] {
  return into === undefined ? [] : others.map((name) => ({ name, into }));
}

function Broken({ ingest }: { ingest: IngestView }) {
  const { words, sentence } = useLanguage();
  const { code, message } = ingest.error ?? { code: '', message: ingest.message };
  const shown = sentence({ code, message });
  return (
    <section className="note problem" role="alert" data-testid="ingest-error" data-code={code}>
      <div>
        <h2>{words.ingest.failed}</h2>
        <p>{shown}</p>
        {words.ingest.hints[code] && <p>{words.ingest.hints[code]}</p>}
        {message !== shown && (
          <details>
            <summary>{words.details}</summary>
            <p className="server-message">{message}</p>
          </details>
        )}
        <p>
          <a href={to.new} className="button quiet">
            {words.ingest.again}
          </a>
        </p>
      </div>
    </section>
  );
}

/** An ingest as it goes: told by the socket, and asked for every few seconds in case the socket is silent. */
function useIngest(id: string) {
  const { value, failure, reload, set } = useLoaded(id, () => api.ingest(id));
  const [progress, setProgress] = useState<Partial<IngestView>>({});
  const status = progress.status ?? value?.status;

  useEffect(() => {
    const heard: ServerToClient['ingest.progress'] = (event) => {
      if (event.id === id) setProgress(event);
    };
    socket.on('ingest.progress', heard);
    return () => void socket.off('ingest.progress', heard);
  }, [id]);

  // What the event does not carry (cast, characters, the error) comes with the view.
  useEffect(() => {
    if (progress.status && progress.status !== value?.status) reload();
  }, [progress.status, value?.status, reload]);
  useEffect(() => setProgress({}), [value]);

  useEffect(() => {
    if (status !== 'queued' && status !== 'running') return;
    const timer = setInterval(reload, 4000);
    return () => clearInterval(timer);
  }, [status, reload]);

  // A new state is shown once all of it is here.
  const ingest = value && progress.status === value.status ? { ...value, ...progress } : value;
  return { ingest, failure, reload, set };
}
