import { useState } from 'react';
import { ingestsApi } from '../../api/ingests.js';
import { asFailure, type Failure } from '../../api/failure.js';
import { go, to } from '../../browser/route.js';
import { Icon } from '../../components/icons.js';
import { BackLink, Page } from '../../components/page.js';
import { ProblemNote } from '../../components/problem-note.js';
import { useLanguage } from '../../i18n/language.js';
import type { ImportItem, ImportList } from './import-queue.js';
import { ImportRow, TwinButtons } from './import-row.js';
import { imports, useImports, useLeaveWarning } from './imports-store.js';
import './imports.css';

/** What became of the cards that came in together. It stays until it is closed. */
export function Imports() {
  const { words } = useLanguage();
  const w = words.imports;
  const list = useImports();
  useLeaveWarning(list.running);
  const { items, texts } = list;
  return (
    <Page title={w.title} narrow>
      <BackLink />
      <div className="imports" data-testid="imports">
        <h1>{w.title}</h1>
        {items.length + texts.length === 0 ? (
          <p className="hint">
            {w.empty} <a href={to.new}>{words.library.create}</a>
          </p>
        ) : (
          <>
            <Progress list={list} />
            <Questions items={items} />
            {texts.length > 0 && <Texts texts={texts} />}
            <ol className="import-rows">
              {items.map((item) => (
                <ImportRow key={item.id} item={item} />
              ))}
            </ol>
          </>
        )}
      </div>
    </Page>
  );
}

const isDone = ({ state }: ImportItem) => state.is !== 'waiting' && state.is !== 'reading';

function Progress({ list: { items, running } }: { list: ImportList }) {
  const { words } = useLanguage();
  const w = words.imports;
  const done = items.filter(isDone).length;
  const count = (is: ImportItem['state']['is']) => items.filter(({ state }) => state.is === is).length;
  const counts = [
    count('taken') && w.counts.taken(count('taken')),
    count('twin') && w.counts.twin(count('twin')),
    count('skipped') && w.counts.skipped(count('skipped')),
    count('refused') && w.counts.refused(count('refused')),
  ].filter(Boolean);
  return (
    <section className="import-progress">
      {running && <progress value={done} max={items.length} aria-label={w.title} />}
      <p role="status" data-testid="import-summary">
        {done < items.length && <strong>{w.progress(done, items.length)} </strong>}
        {counts.join(words.comma)}
      </p>
      <div className="row">
        {running && (
          <button type="button" className="quiet" onClick={() => imports.stop()} data-testid="import-stop">
            {w.stop}
          </button>
        )}
        {!running && done < items.length && (
          <button
            type="button"
            className="quiet"
            onClick={() => void imports.run()}
            data-testid="import-go-on"
          >
            {w.goOn}
          </button>
        )}
        {!running && (
          <button
            type="button"
            className="quiet"
            onClick={() => {
              imports.close();
              go(to.library);
            }}
            data-testid="import-close"
          >
            {w.close}
          </button>
        )}
      </div>
    </section>
  );
}

/** What all of a kind want to be asked, once for all of them. */
function Questions({ items }: { items: readonly ImportItem[] }) {
  const { words } = useLanguage();
  const w = words.imports;
  const idsOf = (is: ImportItem['state']['is']) =>
    items.filter(({ state }) => state.is === is).map(({ id }) => id);
  const twins = idsOf('twin');
  const refused = idsOf('refused');
  return (
    <>
      {twins.length > 1 && (
        <div className="note import-question" data-testid="import-twins">
          <p>{w.twins(twins.length)}</p>
          <TwinButtons ids={twins} />
        </div>
      )}
      {refused.length > 1 && (
        <div className="note import-question">
          <p>{w.counts.refused(refused.length)}</p>
          <button type="button" className="quiet" onClick={() => void imports.retry(refused)}>
            {w.retryAll}
          </button>
        </div>
      )}
    </>
  );
}

/** Files that are no cards may be texts in which somebody is found. */
function Texts({ texts }: { texts: readonly File[] }) {
  const { words } = useLanguage();
  const w = words.imports;
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);

  async function read() {
    setBusy(true);
    setFailure(null);
    try {
      const { id } = await ingestsApi.ofFiles([...texts]);
      imports.textsTaken();
      go(to.ingest(id));
    } catch (error) {
      setFailure(asFailure(error));
      setBusy(false);
    }
  }

  return (
    <div className="note import-question" data-testid="import-texts">
      <Icon name="book" />
      <div>
        <p>{w.texts(texts.length)}</p>
        <p className="hint">{texts.map(({ name }) => name).join(words.comma)}</p>
        {failure && <ProblemNote failure={failure} />}
      </div>
      <div className="row">
        <button
          type="button"
          className="quiet"
          disabled={busy}
          onClick={() => void read()}
          data-testid="read-texts"
        >
          {w.readTexts}
        </button>
        <button type="button" className="plain" disabled={busy} onClick={() => imports.textsTaken()}>
          {w.leaveTexts}
        </button>
      </div>
    </div>
  );
}
