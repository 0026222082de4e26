import { useMutation, useQuery } from '@tanstack/react-query';
import type { ModelCard } from '../../../../src/contracts/about.js';
import { connectionsChanged } from '../../api/changes.js';
import { connectionsApi } from '../../api/connections.js';
import { queries } from '../../api/queries.js';
import { to } from '../../browser/route.js';
import { ProblemNote } from '../../components/problem-note.js';
import { useLanguage } from '../../i18n/language.js';
import './model-note.css';

/** The model in one line: what answers, or that something has to be connected. */
export function ModelNote({ model }: { model: ModelCard }) {
  const { lang, words, number } = useLanguage();
  const w = words.models;
  if (!model.isLanguageModel) return <ConnectModel provider={model.provider} />;
  return (
    <>
      <p className="model-bar" data-testid="model-card" data-provider={model.provider}>
        <span title={model.note[lang]}>
          {w.bar} <strong>{model.name}</strong> · {w.window(number(model.window), w.from[model.windowFrom])}
        </span>
        <a href={to.models()} data-testid="manage-models-bar">
          {w.manage}
        </a>
      </p>
      {model.warning && (
        <p className="colophon-warning" role="alert" data-testid="model-warning">
          {model.warning[lang]}
        </p>
      )}
    </>
  );
}

/** The way to a model. One that runs on the server's computer already is a click away. */
function ConnectModel({ provider }: { provider: ModelCard['provider'] }) {
  const { words } = useLanguage();
  const w = words.models;
  const servers = useQuery({ ...queries.localServers(), staleTime: 60_000 }).data?.items ?? [];
  const found = servers.find(({ models }) => models.length);
  const { mutate, error, isPending } = useMutation({
    mutationFn: connectionsApi.make,
    onSuccess: connectionsChanged,
  });
  return (
    <>
      <div className="model-bar connect" data-testid="model-card" data-provider={provider}>
        <span>{found ? w.runsHere(found.name) : w.notConnected}</span>
        <span className="row">
          {found && (
            <button
              type="button"
              className="primary"
              disabled={isPending}
              onClick={() =>
                mutate({ supplier: found.supplier, baseUrl: found.baseUrl, model: found.models[0]! })
              }
              data-testid="use-local-model"
            >
              {w.use(found.models[0]!)}
            </button>
          )}
          <a
            href={to.models()}
            className={found ? 'button plain' : 'button quiet'}
            data-testid="connect-model"
          >
            {found ? w.useAnother : words.connectModel}
          </a>
        </span>
      </div>
      {error && <ProblemNote failure={error} />}
    </>
  );
}
