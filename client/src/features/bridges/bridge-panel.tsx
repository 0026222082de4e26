import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { BridgeView, PairingView } from '../../../../src/contracts/bridge.js';
import { bridgesApi } from '../../api/bridges.js';
import { bridgesChanged } from '../../api/changes.js';
import { ConfirmDialog } from '../../components/confirm-dialog.js';
import { Icon } from '../../components/icons.js';
import { ProblemNote } from '../../components/problem-note.js';
import { scriptOf, useLanguage } from '../../i18n/language.js';
import { BridgeEvents } from './bridge-events.js';
import { BridgeForm } from './bridge-form.js';
import { KIND_FORMS } from './bridge-kinds.js';
import { BridgeSignIn } from './bridge-sign-in.js';

/** A bridge: how it stands, who is paired there, what happened; and what can be done with it. */
export function BridgePanel({ bridge }: { bridge: BridgeView }) {
  const { words } = useLanguage();
  const w = words.bridges;
  const [editing, setEditing] = useState(false);
  const [deleting, setDeleting] = useState(false);
  const { mutate, error, isPending } = useMutation({
    mutationFn: (act: () => Promise<unknown>) => act(),
    onSettled: bridgesChanged,
  });
  const turn = (enabled: boolean) => mutate(() => bridgesApi.change(bridge.id, { enabled }));
  return (
    <section className="bridge" data-testid="bridge" data-state={bridge.status.state}>
      <header>
        <div>
          <h2>{bridge.name}</h2>
          {bridge.name !== w.kinds[bridge.kind].name && <p className="hint">{w.kinds[bridge.kind].name}</p>}
        </div>
        <span
          className={bridge.status.state === 'refused' ? 'badge' : 'badge faint'}
          data-testid="bridge-state"
        >
          {w.state(bridge.status.state, bridge.kind)}
        </span>
      </header>
      <Status bridge={bridge} />
      {isCalled(bridge) && (
        <p className="hint">
          {w.callHere[bridge.kind]}
          <code data-testid="bridge-address">{addressOf(bridge)}</code>
        </p>
      )}
      {editing ? (
        <BridgeForm kind={bridge.kind} bridge={bridge} onEnd={() => setEditing(false)} />
      ) : (
        <div className="row">
          <button type="button" className="quiet" onClick={() => setEditing(true)} data-testid="bridge-edit">
            <Icon name="pen" />
            {w.edit}
          </button>
          {bridge.enabled && (
            <button
              type="button"
              className="quiet"
              disabled={isPending}
              onClick={() => turn(true)}
              data-testid="bridge-test"
            >
              <Icon name="again" />
              {w.test}
            </button>
          )}
          <button
            type="button"
            className="quiet"
            disabled={isPending}
            onClick={() => turn(!bridge.enabled)}
            data-testid="bridge-switch"
          >
            {bridge.enabled ? w.turnOff : w.turnOn}
          </button>
          <button
            type="button"
            className="plain"
            onClick={() => setDeleting(true)}
            data-testid="bridge-delete"
          >
            <Icon name="bin" />
            {words.delete}
          </button>
        </div>
      )}
      {error && <ProblemNote failure={error} />}
      {KIND_FORMS[bridge.kind].isSignedIn && <BridgeSignIn bridge={bridge} />}
      <People bridge={bridge} />
      <BridgeEvents bridge={bridge} />
      {deleting && (
        <ConfirmDialog
          title={w.deleteTitle(bridge.name)}
          text={w.deleteText}
          yes={words.delete}
          onNo={() => setDeleting(false)}
          onYes={() => mutate(() => bridgesApi.remove(bridge.id))}
        />
      )}
    </section>
  );
}

/** Whether it is its platform, or gateway, that calls. */
const isCalled = (bridge: BridgeView): bridge is BridgeView & { kind: 'onebot' | 'wechat-official' } =>
  bridge.kind === 'wechat-official' || (bridge.kind === 'onebot' && !bridge.settings.endpoint);

/** Where it calls. */
const addressOf = ({ id, kind }: BridgeView) =>
  kind === 'onebot'
    ? `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/bridges/${id}/onebot`
    : `${location.origin}/bridges/${id}/callback`;

function Status({ bridge }: { bridge: BridgeView }) {
  const { words, when } = useLanguage();
  const w = words.bridges;
  const { status, unconfirmed, refused, held, secretsUnreadable } = bridge;
  const lines = [
    status.account && w.account(status.account),
    status.state !== 'off' && w.since(when(status.since)),
    status.lastIn && w.lastIn(when(status.lastIn)),
    status.lastOut && w.lastOut(when(status.lastOut)),
  ].filter(Boolean);
  const { lastError, state } = status;
  const isWrong = lastError && state !== 'connected' && state !== 'off';
  // What goes wrong while it stands, as a message that is refused.
  const trouble = state === 'connected' && lastError && lastError.at > status.since ? lastError : null;
  return (
    <div role="status">
      {lines.length > 0 && (
        <p className="hint bridge-facts">
          {lines.map((line) => (
            <span key={line as string}>{line}</span>
          ))}
        </p>
      )}
      {isWrong && (
        <p className="field-error" data-testid="bridge-error">
          {w.why(lastError.code, bridge.kind)}
        </p>
      )}
      {trouble && (
        <p className="note" data-testid="bridge-trouble">
          {w.trouble(w.why(trouble.code, bridge.kind), when(trouble.at))}
        </p>
      )}
      {secretsUnreadable && <p className="field-error">{w.secretsUnreadable}</p>}
      {unconfirmed > 0 && <p className="note">{w.unconfirmed(unconfirmed)}</p>}
      {held > 0 && <p className="note">{w.held(held)}</p>}
      {refused > 0 && <p className="note">{w.refused(refused)}</p>}
    </div>
  );
}

function People({ bridge }: { bridge: BridgeView }) {
  const { words, when, time } = useLanguage();
  const w = words.bridges;
  const [pairing, setPairing] = useState<(PairingView & { people: number }) | null>(null);
  // Once somebody has come by it, it is used up.
  const shown = pairing?.people === bridge.people.length ? pairing : null;
  const { mutate, error, isPending } = useMutation({
    mutationFn: (act: () => Promise<unknown>) => act(),
    onSettled: bridgesChanged,
  });
  return (
    <div className="bridge-people">
      <h3>{w.people}</h3>
      {bridge.people.length === 0 && <p className="hint">{w.nobody}</p>}
      <ul>
        {bridge.people.map((person) => (
          <li key={person.id} data-testid="bridge-person">
            <span>
              <bdi lang={scriptOf(person.name)}>{person.name}</bdi>
              <small className="hint">
                {w.pairedWith(person.characterName ?? w.lastCharacter, when(person.pairedAt))}
              </small>
            </span>
            <button
              type="button"
              className="plain"
              aria-label={w.unpairOf(person.name)}
              onClick={() => mutate(() => bridgesApi.unpair(bridge.id, person.id))}
            >
              {w.unpair}
            </button>
          </li>
        ))}
      </ul>
      {shown ? (
        <div role="status" className="bridge-code">
          <output data-testid="bridge-code">{shown.code}</output>
          <p className="hint">{w.sendCode(time(shown.expiresAt))}</p>
        </div>
      ) : null}
      <button
        type="button"
        className="quiet"
        disabled={isPending}
        onClick={() =>
          mutate(async () => {
            const made = await bridgesApi.pair(bridge.id);
            setPairing({ ...made, people: bridge.people.length });
          })
        }
        data-testid="bridge-pair"
      >
        {shown ? w.anotherCode : w.code}
      </button>
      {error && <ProblemNote failure={error} />}
    </div>
  );
}
