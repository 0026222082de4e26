import { useQuery } from '@tanstack/react-query';
import { queries } from '../../../api/queries.js';
import { ActionMenu } from '../../../components/action-menu.js';
import { useLanguage } from '../../../i18n/language.js';
import { useConversation } from '../conversation-context.js';

/** Has the last reply written by another model, for this once; nothing where there is only one. */
export function RegenerateWith({ last }: { last: string | undefined }) {
  const { words } = useLanguage();
  const { regenerateWith } = useConversation();
  const connections = useQuery(queries.connections()).data?.items ?? [];
  if (connections.length < 2) return null;
  return (
    <ActionMenu
      icon="againWith"
      label={words.chat.againWith}
      className="small again-with"
      testid="regenerate-with"
      heading={<p className="menu-heading">{words.chat.againWith}</p>}
      actions={() =>
        connections.map(({ id, name }) => ({
          icon: id === last ? ('check' as const) : ('again' as const),
          label: name,
          testid: `regenerate-with-${id}`,
          act: () => regenerateWith(id),
        }))
      }
    />
  );
}
