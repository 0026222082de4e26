import { useQuery } from '@tanstack/react-query';
import { queries } from '../../api/queries.js';
import { useLanguage } from '../../i18n/language.js';
import { ModelNote } from '../library/model-note.js';
import './about.css';

/** What this is, what answers, and where everything lies. */
export function AboutSection() {
  const { words } = useLanguage();
  const w = words.about;
  const { data } = useQuery(queries.about());
  return (
    <>
      <h1>{words.settings.sections.about}</h1>
      <p>{w.what}</p>
      {data && (
        <>
          <ModelNote model={data.model} />
          <dl className="about" data-testid="about">
            <dt>{w.version}</dt>
            <dd>{data.version}</dd>
            <dt>{w.licence}</dt>
            <dd>MIT</dd>
            <dt>{w.data}</dt>
            <dd>
              <code>{data.data.folder}</code>
              <small>{w.databases[data.data.database]}</small>
            </dd>
            <dt>{w.docs}</dt>
            <dd>
              {w.docsWhere}
              <small>
                <a href="./api/openapi.json" target="_blank" rel="noreferrer">
                  {w.api}
                </a>
              </small>
            </dd>
          </dl>
        </>
      )}
    </>
  );
}
