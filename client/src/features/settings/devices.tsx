import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { SignInView } from '../../../../src/contracts/sign-in.js';
import { api } from '../../api/api.js';
import { ConfirmDialog } from '../../components/confirm-dialog.js';
import { useLanguage } from '../../i18n/language.js';
import { ProblemNote } from '../../components/problem-note.js';
import { queries } from '../../api/queries.js';
import './devices.css';

/** The browsers that are signed in, each of which can be ended. */
export function Devices() {
  const { words } = useLanguage();
  const w = words.devices;
  const { data, error, refetch } = useQuery(queries.signIns());
  const [asking, setAsking] = useState(false);
  const { mutate: end, error: refused } = useMutation({
    mutationFn: (act: () => Promise<void>) => act(),
    onSettled: () => refetch(),
  });

  const items = data?.items ?? [];
  const others = items.filter(({ current }) => !current);
  return (
    <div className="devices" data-testid="devices">
      <p className="hint">{w.hint}</p>
      {error && <ProblemNote failure={error} retry={refetch} />}
      <ul>
        {[...items.filter(({ current }) => current), ...others].map((device) => (
          <Device key={device.id} device={device} onEnd={() => end(() => api.endSignIn(device.id))} />
        ))}
      </ul>
      {refused && <ProblemNote failure={refused} />}
      {data && others.length === 0 && <p className="hint">{w.alone}</p>}
      {others.length > 0 && (
        <button
          type="button"
          className="quiet"
          onClick={() => setAsking(true)}
          data-testid="end-other-devices"
        >
          {w.endOthers}
        </button>
      )}
      {asking && (
        <ConfirmDialog
          title={w.endOthersTitle}
          text={w.endOthersText}
          yes={w.endOthers}
          onNo={() => setAsking(false)}
          onYes={() => {
            setAsking(false);
            end(api.endOtherSignIns);
          }}
        />
      )}
    </div>
  );
}

function Device({ device, onEnd }: { device: SignInView; onEnd: () => void }) {
  const { words, when } = useLanguage();
  const w = words.devices;
  const name = device.device || w.unknown;
  return (
    <li aria-current={device.current || undefined} data-testid="device">
      <div>
        <strong>{name}</strong>
        {device.current && <span className="eyebrow">{w.current}</span>}
        <p className="hint">{device.address}</p>
        <p className="hint">
          <span>{w.since(when(device.createdAt))}</span>
          {!device.current && <span>{w.seen(when(device.lastSeenAt))}</span>}
        </p>
      </div>
      {!device.current && (
        <button
          type="button"
          className="plain"
          aria-label={w.endOf(name, device.address)}
          onClick={onEnd}
          data-testid="end-device"
        >
          {w.end}
        </button>
      )}
    </li>
  );
}
