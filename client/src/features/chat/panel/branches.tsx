import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { BranchView } from '../../../../../src/contracts/branch.js';
import { api } from '../../../api/api.js';
import { queries } from '../../../api/queries.js';
import { queryClient } from '../../../api/query-client.js';
import { ConfirmDialog } from '../../../components/confirm-dialog.js';
import { Icon } from '../../../components/icons.js';
import { scriptOf, useLanguage } from '../../../i18n/language.js';
import { ProblemNote } from '../../../components/problem-note.js';
import { useConversation } from '../../messages/conversation-context.js';
import { plainText } from '../../messages/prose/plain-text.js';
import { Waiting } from '../../../components/loading/waiting.js';

/** The map of the ways that the story went: each branch stands below the one that it left. */
export function Branches({ sessionId, onGone }: { sessionId: string; onGone: () => void }) {
  const { words, day } = useLanguage();
  const w = words.chat.branches;
  const { data, error } = useQuery(queries.branches(sessionId));
  const items = data?.items;
  const [leaving, setLeaving] = useState<BranchView | null>(null);
  const [named, setNamed] = useState<string | null>(null);
  const { did } = useConversation();
  const change = useMutation({
    mutationFn: (asked: () => Promise<{ items: BranchView[] }>) => asked(),
    onSuccess: (map) => queryClient.setQueryData(queries.branches(sessionId).queryKey, map),
  });
  const failure = change.error ?? error;

  function open(branch: BranchView) {
    const before = items?.find(({ current }) => current);
    change.mutate(() => api.openBranch(sessionId, branch.id), {
      onSuccess: () => {
        if (before) did(w.opened, () => api.openBranch(sessionId, before.id));
        onGone();
      },
    });
  }

  if (!items) return failure ? <ProblemNote failure={failure} /> : <Waiting />;
  if (items.length === 1) return <p className="hint">{w.none}</p>;
  return (
    <>
      <ul className="branches" data-testid="branches">
        {inOrder(items).map(({ branch, depth }) => (
          <li
            key={branch.id}
            style={{ marginInlineStart: `${Math.min(depth, 6) * 1.1}rem` }}
            aria-current={branch.current || undefined}
          >
            {named === branch.id ? (
              <form
                className="row branch-name"
                onSubmit={(event) => {
                  event.preventDefault();
                  const title = new FormData(event.currentTarget).get('title');
                  setNamed(null);
                  change.mutate(() =>
                    api.renameBranch(sessionId, branch.id, typeof title === 'string' ? title : ''),
                  );
                }}
              >
                <input
                  name="title"
                  autoFocus
                  aria-label={w.name}
                  defaultValue={branch.title}
                  maxLength={200}
                  onKeyDown={(event) => {
                    if (event.key !== 'Escape') return;
                    event.preventDefault();
                    setNamed(null);
                  }}
                  data-testid="branch-title"
                />
                <button type="submit" className="quiet">
                  {words.save}
                </button>
              </form>
            ) : (
              <>
                <div className="branch-what">
                  <strong lang={scriptOf(branch.title || branch.lastLine)}>
                    {branch.title || plainText(branch.lastLine) || (branch.parentId ? w.empty : w.main)}
                  </strong>
                  <span className="hint">
                    {branch.parentId ? w.parted(branch.fromSeq) : w.beginning} · {w.messages(branch.lastSeq)}{' '}
                    · {day(branch.createdAt)}
                  </span>
                </div>
                <button
                  type="button"
                  className="small"
                  aria-label={w.name}
                  title={w.name}
                  onClick={() => setNamed(branch.id)}
                  data-testid="name-branch"
                >
                  <Icon name="pen" />
                </button>
                {branch.current ? (
                  <span className="branch-here">{w.here}</span>
                ) : (
                  <>
                    <button
                      type="button"
                      className="plain"
                      onClick={() => open(branch)}
                      data-testid="open-branch"
                    >
                      {w.open}
                    </button>
                    <button
                      type="button"
                      className="small"
                      aria-label={w.remove}
                      title={w.remove}
                      onClick={() => setLeaving(branch)}
                      data-testid="delete-branch"
                    >
                      <Icon name="bin" />
                    </button>
                  </>
                )}
              </>
            )}
          </li>
        ))}
      </ul>
      {failure && <ProblemNote failure={failure} />}
      {leaving && (
        <ConfirmDialog
          title={w.removeTitle}
          text={w.removeAsk}
          yes={words.delete}
          onNo={() => setLeaving(null)}
          onYes={() => {
            setLeaving(null);
            change.mutate(() => api.deleteBranch(sessionId, leaving.id));
          }}
        />
      )}
    </>
  );
}

/** Children after their parent, by where they left it. */
function inOrder(items: BranchView[]): { branch: BranchView; depth: number }[] {
  const known = new Set(items.map(({ id }) => id));
  const below = (parentId: string | null, depth: number): { branch: BranchView; depth: number }[] =>
    items
      .filter((branch) =>
        parentId === null ? !branch.parentId || !known.has(branch.parentId) : branch.parentId === parentId,
      )
      .sort((a, b) => a.fromSeq - b.fromSeq)
      .flatMap((branch) => [{ branch, depth }, ...below(branch.id, depth + 1)]);
  return below(null, 0);
}
