import { useState } from 'react';
import type { IngestView } from '../../../../src/contracts/ingest.js';
import { api } from '../../api/api.js';
import { ingestsApi } from '../../api/ingests.js';
import { asFailure, type Failure } from '../../api/failure.js';
import { go, to } from '../../browser/route.js';
import { ProblemNote } from '../../components/problem-note.js';
import { useLanguage } from '../../i18n/language.js';
import { begunDescription, BLANK } from '../create/description.js';

/** In UTF-16 units: more is a story, and no description of anybody. */
const LONGEST = 50_000;

/** A short text in which nobody was found describes somebody as it is: it goes into the form for that. */
export function UseAsDescription({ ingest }: { ingest: IngestView }) {
  const { words } = useLanguage();
  const [failure, setFailure] = useState<Failure | null>(null);
  const [tooLong, setTooLong] = useState(false);
  const [sourceId, ...others] = ingest.sourceIds;
  if (ingest.cast.length > 0 || !sourceId || others.length > 0 || tooLong) return null;

  async function take(id: string) {
    setFailure(null);
    try {
      const { length, sectionList } = await api.source(id);
      if (length > LONGEST) return setTooLong(true);
      const sections = await Promise.all(sectionList.map(({ n }) => api.section(id, n)));
      const description = sections.map(({ text }) => text.trim()).join('\n\n');
      begunDescription.set({ ...BLANK, description });
      await ingestsApi.cancel(ingest.id);
      go(to.new);
    } catch (error) {
      setFailure(asFailure(error));
    }
  }

  return (
    <div className="row">
      <button
        type="button"
        className="quiet"
        onClick={() => void take(sourceId)}
        data-testid="use-as-description"
      >
        {words.ingest.useAsDescription}
      </button>
      {failure && <ProblemNote failure={failure} />}
    </div>
  );
}
