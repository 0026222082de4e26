import { useQuery } from '@tanstack/react-query';
import { queries } from '../../../api/queries.js';
import { to } from '../../../browser/route.js';
import { Icon } from '../../../components/icons.js';
import { Page } from '../../../components/page.js';
import { ProblemNote } from '../../../components/problem-note.js';
import { Waiting } from '../../../components/loading/waiting.js';
import { useLanguage } from '../../../i18n/language.js';
import { ConnectionPage } from './connection-page.js';
import { NewConnection } from '../new-connection.js';

/** One connection to a model, or one to be made. */
export function ConnectionScreen({ id, testNow }: { id: string; testNow: boolean }) {
  const { words } = useLanguage();
  const w = words.models;
  const connections = useQuery(queries.connections());
  const suppliers = useQuery(queries.suppliers());
  const failed = [connections, suppliers].find(({ error }) => error);
  const isThere = connections.data && suppliers.data;
  const stored = connections.data?.items.find((one) => one.id === id);
  return (
    <Page title={w.title} narrow>
      <a href={to.models()} className="back">
        <Icon name="back" />
        {w.back}
      </a>
      {failed?.error && <ProblemNote failure={failed.error} retry={failed.refetch} />}
      {!isThere && !failed && <Waiting />}
      {isThere && id === 'new' && (
        <NewConnection title={connections.data.items.length ? w.add : words.connectModel} />
      )}
      {isThere && id !== 'new' && !stored && <p className="hint">{words.notFound}</p>}
      {isThere && stored && (
        <ConnectionPage
          connection={stored}
          supplier={suppliers.data.items.find((one) => one.id === stored.supplier) ?? null}
          testNow={testNow}
          count={connections.data.items.length}
        />
      )}
    </Page>
  );
}
