import { useState } from 'react';
import type { SignInView } from '../../../../src/contracts/sign-in.js';
import { api } from '../../api/api.js';
import { ConfirmDialog } from '../../components/confirm-dialog.js';
import { asFailure, type Failure } from '../../api/failure.js';
import { useLanguage } from '../../i18n/language.js';
import { ProblemNote } from '../../components/problem-note.js';
import { useLoaded } from '../../api/use-loaded.js';

/** The browsers that are signed in, each of which can be ended. */
export function Devices() {
  const { words } = useLanguage();
  const w = words.devices;
  const { value, failure, reload } = useLoaded('devices', () => api.signIns());
  const [asking, setAsking] = useState(false);
  const [refused, setRefused] = useState<Failure | null>(null);

  async function attempt(act: () => Promise<void>) {
    setRefused(null);
    await act().catch((error: unknown) => setRefused(asFailure(error)));
    reload();
  }

  const items = value?.items ?? [];
  const others = items.filter(({ current }) => !current);
  return (
    <div className="devices" data-testid="devices">
      <p className="hint">{w.hint}</p>
      {failure && <ProblemNote failure={failure} retry={reload} />}
      <ul>
        {[...items.filter(({ current }) => current), ...others].map((device) => (
          <Device
            key={device.id}
            device={device}
            onEnd={() => void attempt(() => api.endSignIn(device.id))}
          />
        ))}
      </ul>
      {refused && <ProblemNote failure={refused} />}
      {value && others.length === 0 && <p className="hint">{w.alone}</p>}
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
            void attempt(api.endOtherSignIns);
          }}
        />
      )}
    </div>
  );
}

function Device({ device, onEnd }: { device: SignInView; onEnd: () => void }) {
  const { words, when } = useLanguage();
  const w = words.devices;
  const name = device.device.replace(', ', words.comma) || w.unknown;
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
