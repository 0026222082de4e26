import { useMutation, useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { CastMerge, IngestView } from '../../../../src/contracts/ingest.js';
import type { ServerToClient } from '../../../../src/contracts/sockets.js';
import { ingestsApi } from '../../api/ingests.js';
import { Failure } from '../../api/failure.js';
import { scriptOf, useLanguage } from '../../i18n/language.js';
import { BackLink, Page } from '../../components/page.js';
import { ProblemNote } from '../../components/problem-note.js';
import { to } from '../../browser/route.js';
import { socket } from '../../api/socket.js';
import { queries } from '../../api/queries.js';
import { queryClient } from '../../api/query-client.js';
import { Waiting } from '../../components/loading/waiting.js';
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
import './ingest.css';
import './doubts.css';
import './cast.css';
import './flagged.css';
import './review.css';

/** A text on its way to a character: its steps as they happen, and the choice of whom to meet. */
export function Ingest({ id }: { id: string }) {
  const { words } = useLanguage();
  const { data: ingest, error, refetch } = useIngest(id);
  const change = useMutation({
    mutationFn: (what: () => Promise<unknown>) => what(),
    onSettled: () => refetch(),
  });
  const attempt = (what: () => Promise<unknown>) =>
    change.mutateAsync(what).then(
      () => undefined,
      () => undefined,
    );

  const working = ingest?.status === 'queued' || ingest?.status === 'running';
  const nobody = ingest?.cast.length === 0 && ingest.doubts.length > 0;
  const choose = (choice: CastWish) => attempt(() => ingestsApi.chooseCast(id, choice));
  const follow = (urls: string[]) => attempt(() => ingestsApi.choosePages(id, urls));
  return (
    <Page title={ingest?.title || words.ingest.title} narrow>
      <BackLink />
      <div className="ingest">
        {error && <ProblemNote failure={error} retry={refetch} />}
        {!ingest && !error && <Waiting />}
        {ingest && (
          <>
            <p className="eyebrow">{words.ingest.title}</p>
            <h1 lang={scriptOf(ingest.title)}>{ingest.title || words.ingest.title}</h1>
            {ingest.status !== 'done' && ingest.status !== 'needs_choice' && <IngestSteps ingest={ingest} />}
            {change.error && <ProblemNote failure={change.error} />}
            {ingest.status === 'failed' && <Broken ingest={ingest} />}
            {ingest.status === 'cancelled' && (
              <p>
                {words.ingest.cancelled} <a href={to.new}>{words.ingest.again}</a>
              </p>
            )}
            {(ingest.status === 'needs_choice' || ingest.status === 'done') && (
              <>
                <UnreadLinks unread={ingest.unread} />
                <Flagged
                  flags={ingest.flags}
                  onLetIn={(letIn) => attempt(() => ingestsApi.letIn(id, letIn))}
                />
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
                onChoose={(file, encoding) => attempt(() => ingestsApi.chooseEncoding(id, file, encoding))}
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
                  onSame={(names) =>
                    attempt(() => ingestsApi.mergeCast(id, [...ingest.merges, ...oneOf(names)]))
                  }
                />
                <CastGraph cast={ingest.cast} talks={ingest.talks} />
              </>
            )}
            {ingest.status === 'done' && <NewCharacters ingest={ingest} onChoose={choose} />}
            {(working || ingest.status === 'needs_choice') && (
              <button
                type="button"
                className="plain"
                onClick={() => void attempt(() => ingestsApi.cancel(id))}
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
  useEffect(() => {
    const { queryKey } = queries.ingest(id);
    const heard: ServerToClient['ingest.progress'] = (event) => {
      if (event.id !== id) return;
      const known = queryClient.getQueryData(queryKey);
      // A new state is shown once all of it is here: the event carries no cast, no characters, no error.
      if (known?.status !== event.status) void queryClient.invalidateQueries({ queryKey });
      else queryClient.setQueryData(queryKey, { ...known, ...event });
    };
    socket.on('ingest.progress', heard);
    return () => void socket.off('ingest.progress', heard);
  }, [id]);

  return useQuery({
    ...queries.ingest(id),
    refetchInterval: ({ state }) =>
      state.data?.status === 'queued' || state.data?.status === 'running' ? 4000 : false,
  });
}
