import { useQuery } from '@tanstack/react-query';
import type { CharacterView } from '../../../../../src/contracts/character.js';
import { useLanguage } from '../../../i18n/language.js';
import { ProblemNote } from '../../../components/problem-note.js';
import { queries } from '../../../api/queries.js';
import { Waiting } from '../../../components/loading/waiting.js';
import { ChangesView } from './changes-view.js';

interface VersionChangesProps {
  character: CharacterView;
  /** Of this version, against the one before it. */
  version: number;
  onWhole: () => void;
}

/** What one version of a sheet has changed. */
export function VersionChanges({ character, version, onWhole }: VersionChangesProps) {
  const { words } = useLanguage();
  const before = useQuery(queries.version(character.id, version - 1));
  const after = useQuery(queries.version(character.id, version));
  const failed = [before, after].find(({ error }) => error);
  return (
    <div>
      <div className="note" role="status">
        <p>{words.review.changesOf(version, version - 1)}</p>
        <div className="row">
          <button type="button" className="quiet" onClick={onWhole}>
            {words.review.whole}
          </button>
        </div>
      </div>
      {failed?.error && <ProblemNote failure={failed.error} retry={failed.refetch} />}
      {before.data && after.data ? (
        <ChangesView before={before.data.sheet} after={after.data.sheet} />
      ) : (
        <Waiting />
      )}
    </div>
  );
}
