import { useQuery } from '@tanstack/react-query';
import type { SessionView } from '../../../../../src/contracts/session.js';
import { api } from '../../../api/api.js';
import { queries } from '../../../api/queries.js';
import { useLanguage } from '../../../i18n/language.js';
import { ConnectionChoice } from '../../models/connection-choice.js';

interface SessionModelProps {
  session: SessionView;
  onChanged: (session: SessionView) => void;
}

/** Which model answers in a conversation: its own, its character's, or the default. */
export function SessionModel({ session, onChanged }: SessionModelProps) {
  const { words } = useLanguage();
  const character = useQuery(queries.character(session.characterId));
  // Whose the default is stands in the choice from the first.
  if (!character.data && !character.error) return null;
  return (
    <ConnectionChoice
      value={session.connectionId}
      inherited={character.data?.connectionId}
      hint={words.models.chosen.hint}
      onChoose={async (connectionId) => onChanged(await api.changeSession(session.id, { connectionId }))}
    />
  );
}
