import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { queries } from '../../api/queries.js';
import { ProblemNote } from '../../components/problem-note.js';
import { Waiting } from '../../components/loading/waiting.js';
import { useLanguage } from '../../i18n/language.js';
import { ConnectionPage } from './connection/connection-page.js';
import { SupplierChoice, type Start } from './supplier-choice.js';
import './models.css';

/** A connection to be made: where its model runs, and then the rest. */
export function NewConnection({ title }: { title: string }) {
  const { words } = useLanguage();
  const count = useQuery(queries.connections()).data?.items.length ?? 0;
  const { data, error, refetch } = useQuery(queries.suppliers());
  const [start, setStart] = useState<Start | null>(null);
  if (start) {
    const { supplier, baseUrl, model } = start;
    return (
      <ConnectionPage
        connection={{ supplier: supplier?.id ?? '', baseUrl, model }}
        supplier={supplier}
        count={count}
        onElsewhere={() => setStart(null)}
      />
    );
  }
  return (
    <div className="models">
      <h1>{title}</h1>
      <p className="models-lead">{words.models.choose}</p>
      {error && <ProblemNote failure={error} retry={refetch} />}
      {!data && !error && <Waiting />}
      {data && <SupplierChoice suppliers={data.items} onChoose={setStart} />}
    </div>
  );
}
