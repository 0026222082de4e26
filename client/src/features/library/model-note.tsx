import type { ModelCard } from '../../../../src/contracts/about.js';
import { useLanguage } from '../../i18n/language.js';

const EXAMPLE = `OPENAI_BASE_URL=http://127.0.0.1:11434/v1 \\
OPENAI_API_KEY=… \\
MODEL=qwen3:32b \\
npm start`;

/** The model's card. A real model is a line at the foot of the page; the understudy is said outright. */
export function ModelNote({ model }: { model: ModelCard }) {
  const { lang, words, number } = useLanguage();
  if (model.isLanguageModel) {
    return (
      <footer className="colophon" data-testid="model-card" data-provider={model.provider}>
        <p>
          {words.model.label} <strong>{model.name}</strong>
          {words.model.window(number(model.window), words.model.from[model.windowFrom])}
        </p>
        {model.note[lang] && <p>{model.note[lang]}</p>}
        {model.warning && (
          <p className="colophon-warning" role="alert" data-testid="model-warning">
            {model.warning[lang]}
          </p>
        )}
      </footer>
    );
  }
  return (
    <aside className="note understudy" data-testid="model-card" data-provider={model.provider}>
      <h2>{words.model.understudyTitle}</h2>
      <p>{words.model.understudy}</p>
      <details>
        <summary>{words.model.connect}</summary>
        <p>{words.model.connectHow}</p>
        <pre>
          <code>{EXAMPLE}</code>
        </pre>
        <p className="hint">
          {words.model.label} {model.name}
          {words.model.window(number(model.window))}
        </p>
      </details>
    </aside>
  );
}
