import type { ModelCard } from '../../../../src/contracts/about.js';
import { to } from '../../browser/route.js';
import { useLanguage } from '../../i18n/language.js';
import './model-note.css';

/** The model in one line: what answers, or that something has to be connected. */
export function ModelNote({ model }: { model: ModelCard }) {
  const { lang, words, number } = useLanguage();
  const w = words.models;
  if (!model.isLanguageModel) {
    return (
      <p className="model-bar connect" data-testid="model-card" data-provider={model.provider}>
        <span>{w.notConnected}</span>
        <a href={to.models()} className="button quiet" data-testid="connect-model">
          {w.connect}
        </a>
      </p>
    );
  }
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
