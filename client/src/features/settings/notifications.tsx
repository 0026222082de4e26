import { useMutation, useQuery } from '@tanstack/react-query';
import { pushState, subscribe, unsubscribe } from '../../api/push.js';
import { ProblemNote } from '../../components/problem-note.js';
import { useLanguage } from '../../i18n/language.js';

/** Whether this device is told of replies while nobody looks. */
export function NotificationsSection() {
  const { words } = useLanguage();
  const w = words.notifications;
  const { data: state, refetch } = useQuery({
    queryKey: ['push-state'],
    queryFn: pushState,
    gcTime: 0,
    // Permissions are changed elsewhere.
    refetchOnWindowFocus: 'always',
  });
  const { mutate, variables, error, isPending } = useMutation({
    mutationFn: (on: boolean) => (on ? subscribe() : unsubscribe()),
    onSettled: () => refetch(),
  });
  return (
    <>
      <h1>{words.settings.sections.notifications}</h1>
      <p>{w.what(w.replied(w.example))}</p>
      {state && state !== 'on' && state !== 'off' && (
        <p className="note" role="status" data-testid="push-state" data-state={state}>
          {w.states[state]}
        </p>
      )}
      <fieldset disabled={isPending || (state !== 'on' && state !== 'off')}>
        <legend className="unseen">{w.here}</legend>
        <label className="row">
          <input
            type="checkbox"
            checked={isPending ? variables : state === 'on'}
            onChange={(event) => mutate(event.target.checked)}
            data-testid="push-switch"
          />
          <span>{w.here}</span>
        </label>
        {isPending && (
          <p className="hint" role="status">
            {words.wait}
          </p>
        )}
      </fieldset>
      {error && <ProblemNote failure={error} />}
      <p className="hint">{w.how}</p>
    </>
  );
}
