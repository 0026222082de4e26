import type { CharacterView } from '../../../../src/contracts/character.js';
import { api } from '../../api/api.js';
import { useLanguage } from '../../i18n/language.js';
import { ProblemNote } from '../../components/problem-note.js';
import { useLoaded } from '../../api/use-loaded.js';
import { Waiting } from '../../components/waiting.js';
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
  const both = useLoaded(`${character.id} ${version}`, () =>
    Promise.all([api.version(character.id, version - 1), api.version(character.id, version)]),
  );
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
      {both.failure && <ProblemNote failure={both.failure} retry={both.reload} />}
      {both.value ? <ChangesView before={both.value[0].sheet} after={both.value[1].sheet} /> : <Waiting />}
    </div>
  );
}
