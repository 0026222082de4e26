import { useMutation, useQuery } from '@tanstack/react-query';
import { useEffect, useState, type FormEvent } from 'react';
import type { BridgeView } from '../../../../src/contracts/bridge.js';
import { bridgesApi } from '../../api/bridges.js';
import { bridgesChanged } from '../../api/changes.js';
import { queries } from '../../api/queries.js';
import { Field } from '../../components/field.js';
import { Icon } from '../../components/icons.js';
import { ProblemNote } from '../../components/problem-note.js';
import { QrCode } from '../../components/qr-code.js';
import { useLanguage } from '../../i18n/language.js';

/** Signing in to a platform by a code that is scanned with a phone. */
export function BridgeSignIn({ bridge }: { bridge: BridgeView }) {
  const { words } = useLanguage();
  const w = words.bridges.signIn;
  const [open, setOpen] = useState(false);
  const { mutate, error, isPending } = useMutation({
    mutationFn: () => bridgesApi.beginSignIn(bridge.id),
    onSuccess: () => setOpen(true),
  });
  if (open) return <Attempt bridgeId={bridge.id} onEnd={() => setOpen(false)} />;
  const hasToken = bridge.settings.token === true && bridge.status.state !== 'refused';
  return (
    <div>
      <button
        type="button"
        className={hasToken ? 'quiet' : 'primary'}
        disabled={isPending}
        onClick={() => mutate()}
        data-testid="bridge-sign-in"
      >
        {hasToken ? w.again : w.show}
      </button>
      {error && <ProblemNote failure={error} />}
    </div>
  );
}

/** One attempt, from the first code until it has succeeded or is given up. */
function Attempt({ bridgeId, onEnd }: { bridgeId: string; onEnd: () => void }) {
  const { words } = useLanguage();
  const w = words.bridges;
  const { data, error, refetch } = useQuery(queries.bridgeSignIn(bridgeId));
  const { mutate, isPending } = useMutation({
    mutationFn: (act: () => Promise<unknown>) => act(),
    onSettled: () => refetch(),
  });
  const state = data?.state ?? 'starting';
  useEffect(() => {
    if (state !== 'confirmed' && state !== 'none') return;
    void bridgesChanged();
    onEnd();
  }, [state, onEnd]);
  const isOver = ['expired', 'blocked', 'already', 'failed'].includes(state);
  const giveUp = () => {
    void bridgesApi.cancelSignIn(bridgeId).catch(() => undefined);
    onEnd();
  };
  return (
    <div className="bridge-sign-in" data-testid="bridge-attempt" data-state={state}>
      {data?.qr && (state === 'waiting' || state === 'scanned') && (
        <QrCode text={data.qr} alt={w.signIn.qr} />
      )}
      <p role="status">
        {data?.why ? w.because(w.signIn.states[state], w.why(data.why, 'ilink')) : w.signIn.states[state]}
      </p>
      {(state === 'code_needed' || state === 'code_wrong') && (
        <NumberField
          onGive={(number) => mutate(() => bridgesApi.giveNumber(bridgeId, number))}
          busy={isPending}
        />
      )}
      {error && <ProblemNote failure={error} retry={refetch} />}
      <div className="row">
        {isOver && (
          <button
            type="button"
            className="primary"
            disabled={isPending}
            onClick={() => mutate(() => bridgesApi.beginSignIn(bridgeId))}
            data-testid="bridge-another-code"
          >
            <Icon name="again" />
            {w.signIn.another}
          </button>
        )}
        <button type="button" className="quiet" onClick={giveUp} data-testid="bridge-attempt-end">
          {words.cancel}
        </button>
      </div>
    </div>
  );
}

function NumberField({ onGive, busy }: { onGive: (number: string) => void; busy: boolean }) {
  const { words } = useLanguage();
  const w = words.bridges.signIn;
  const [number, setNumber] = useState('');
  const digits = number.normalize('NFKC').replace(/\D/g, '').slice(0, 10);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (digits) onGive(digits);
    setNumber('');
  };
  return (
    <form onSubmit={submit}>
      <Field label={w.number}>
        {(input) => (
          <input
            {...input}
            inputMode="numeric"
            autoComplete="one-time-code"
            value={number}
            onChange={(event) => setNumber(event.target.value)}
            data-testid="bridge-number"
          />
        )}
      </Field>
      <div className="row">
        <button type="submit" className="primary" disabled={busy || !digits} data-testid="bridge-number-give">
          {w.send}
        </button>
      </div>
    </form>
  );
}
