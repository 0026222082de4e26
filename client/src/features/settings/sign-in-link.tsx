import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { SignInLinkView } from '../../../../src/contracts/sign-in.js';
import { api } from '../../api/api.js';
import { CopyField } from '../../components/copy-field.js';
import { ProblemNote } from '../../components/problem-note.js';
import { QrCode } from '../../components/qr-code.js';
import { useLanguage } from '../../i18n/language.js';
import './sign-in-link.css';

/** A link, and its QR code, that signs another device in once. */
export function SignInLink() {
  const { words } = useLanguage();
  const w = words.devices.link;
  const { mutate: make, data, error, isPending } = useMutation({ mutationFn: api.signInLink });
  return (
    <section className="sign-in-link" data-testid="sign-in-link">
      <button
        type="button"
        className="quiet"
        disabled={isPending}
        onClick={() => make()}
        data-testid="make-sign-in-link"
      >
        {data && isReachable(data) ? w.another : w.make}
      </button>
      {error && <ProblemNote failure={error} />}
      {data && <Link key={data.code} link={data} />}
    </section>
  );
}

/** Other devices reach the server by the name that this page has, unless that name means this computer. */
function originsOf({ origins }: SignInLinkView): string[] {
  const isOwn = /^(?:localhost|127\.[\d.]+|\[::1\])$/.test(location.hostname);
  return isOwn ? origins : [location.origin];
}

const isReachable = (link: SignInLinkView) => originsOf(link).length > 0;

function Link({ link }: { link: SignInLinkView }) {
  const { words, time } = useLanguage();
  const w = words.devices.link;
  const origins = originsOf(link);
  const [origin, setOrigin] = useState(origins[0]);
  const address = `${origin}${location.pathname}#sign-in=${encodeURIComponent(link.code)}`;
  if (!origin) {
    return (
      <p className="note" data-testid="not-reachable">
        {w.onlyHere}
      </p>
    );
  }
  return (
    <>
      <QrCode text={address} alt={w.qr} />
      <div className="sign-in-address">
        {origins.length > 1 && (
          <label>
            <span className="hint">{w.address}</span>
            <select value={origin} onChange={(event) => setOrigin(event.target.value)}>
              {origins.map((one) => (
                <option key={one}>{one}</option>
              ))}
            </select>
          </label>
        )}
        <CopyField text={address} label={w.label} testId="sign-in-address" />
        <p className="hint">{w.valid(time(link.expiresAt))}</p>
      </div>
    </>
  );
}
