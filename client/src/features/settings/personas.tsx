import { useQuery } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import type { Persona, PersonaView } from '../../../../src/contracts/persona.js';
import type { SessionView } from '../../../../src/contracts/session.js';
import { api } from '../../api/api.js';
import { ConfirmDialog } from '../../components/confirm-dialog.js';
import { asFailure, type Failure } from '../../api/failure.js';
import { Icon } from '../../components/icons.js';
import { scriptOf, useLanguage } from '../../i18n/language.js';
import { ProblemNote } from '../../components/problem-note.js';
import { queries } from '../../api/queries.js';
import { personasChanged } from '../../api/changes.js';
import './personas.css';

interface PersonasProps {
  /** Whose persona is chosen; without one they are only managed. */
  session?: SessionView;
  onChanged?: (session: SessionView) => void;
}

/** Who one can be: chosen for a conversation, made, changed, deleted. */
export function Personas({ session, onChanged }: PersonasProps) {
  const { words } = useLanguage();
  const w = words.chat.personas;
  const { data, error, refetch } = useQuery(queries.personas());
  const [edited, setEdited] = useState<string | null>(null);
  const [refused, setRefused] = useState<Failure | null>(null);

  async function choose(persona: PersonaView) {
    if (!session || session.personaId === persona.id) return;
    setRefused(null);
    try {
      onChanged?.(await api.changeSession(session.id, { personaId: persona.id }));
      await personasChanged();
    } catch (error) {
      setRefused(asFailure(error));
    }
  }

  const end = () => {
    setEdited(null);
    void personasChanged();
  };
  const own = session && !session.personaId;
  return (
    <div className="personas" data-testid="personas">
      {error && <ProblemNote failure={error} retry={refetch} />}
      {!session && data?.items.length === 0 && edited !== 'new' && <p className="hint">{w.none}</p>}
      <ul>
        {own && (
          <li aria-current="true">
            {edited === 'own' ? (
              <PersonaForm
                persona={session.persona}
                onSave={async (persona) => {
                  onChanged?.(await api.changeSession(session.id, { persona }));
                  setEdited(null);
                }}
                onEnd={() => setEdited(null)}
              />
            ) : (
              <Row persona={session.persona} mark={w.onlyHere} onEdit={() => setEdited('own')} />
            )}
          </li>
        )}
        {data?.items.map((persona) => (
          <li key={persona.id} aria-current={session?.personaId === persona.id || undefined}>
            {edited === persona.id ? (
              <PersonaForm
                persona={persona}
                isDefault={persona.isDefault}
                used={persona.sessions}
                onSave={async (change) => {
                  await api.changePersona(persona.id, change);
                  end();
                }}
                onDelete={async () => {
                  await api.deletePersona(persona.id);
                  end();
                }}
                onEnd={() => setEdited(null)}
              />
            ) : (
              <Row
                persona={persona}
                mark={persona.isDefault ? w.isDefault : ''}
                onChoose={session && (() => void choose(persona))}
                onEdit={() => setEdited(persona.id)}
              />
            )}
          </li>
        ))}
      </ul>
      {refused && <ProblemNote failure={refused} />}
      {edited === 'new' ? (
        <PersonaForm
          persona={{ name: '', description: '' }}
          isDefault={false}
          onSave={async ({ isDefault = false, ...persona }) => {
            const made = await api.makePersona({ ...persona, isDefault });
            if (session) await choose(made);
            end();
          }}
          onEnd={() => setEdited(null)}
        />
      ) : (
        <button type="button" className="plain" onClick={() => setEdited('new')} data-testid="persona-new">
          <Icon name="plus" />
          {w.make}
        </button>
      )}
    </div>
  );
}

interface RowProps {
  persona: Persona;
  mark: string;
  onChoose?: (() => void) | undefined;
  onEdit: () => void;
}

function Row({ persona, mark, onChoose, onEdit }: RowProps) {
  const { words } = useLanguage();
  const summary = (
    <>
      <strong lang={scriptOf(persona.name)}>{persona.name}</strong>
      {mark && <span className="eyebrow">{mark}</span>}
      <span className="persona-text" lang={scriptOf(persona.description)}>
        {persona.description}
      </span>
    </>
  );
  return (
    <div className="persona">
      {onChoose ? (
        <button type="button" className="persona-what" onClick={onChoose} data-testid="persona-choose">
          {summary}
        </button>
      ) : (
        <div className="persona-what">{summary}</div>
      )}
      <button
        type="button"
        className="round"
        aria-label={`${words.chat.edit}: ${persona.name}`}
        onClick={onEdit}
        data-testid="persona-edit"
      >
        <Icon name="pen" />
      </button>
    </div>
  );
}

interface PersonaFormProps {
  persona: Persona;
  /** Left out where it is no persona of its own. */
  isDefault?: boolean;
  /** How many conversations have it. */
  used?: number;
  onSave: (change: Persona & { isDefault?: boolean }) => Promise<void>;
  onDelete?: () => Promise<void>;
  onEnd: () => void;
}

function PersonaForm({ persona, isDefault, used = 0, onSave, onDelete, onEnd }: PersonaFormProps) {
  const { words } = useLanguage();
  const w = words.chat;
  const [name, setName] = useState(persona.name);
  const [description, setDescription] = useState(persona.description);
  const [first, setFirst] = useState(isDefault ?? false);
  const [asking, setAsking] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const attempt = (act: () => Promise<void>) => {
    setFailure(null);
    act().catch((error: unknown) => setFailure(asFailure(error)));
  };

  function save(event: FormEvent) {
    event.preventDefault();
    attempt(() => onSave({ name, description, ...(isDefault === undefined ? {} : { isDefault: first }) }));
  }

  return (
    <form className="stack" onSubmit={save} data-testid="persona-form">
      <label>
        {w.personaName}
        <input
          value={name}
          autoFocus
          maxLength={200}
          onChange={(event) => setName(event.target.value)}
          data-testid="persona-name"
        />
      </label>
      <label>
        {w.personaDescription}
        <textarea
          rows={4}
          value={description}
          onChange={(event) => setDescription(event.target.value)}
          data-testid="persona-description"
        />
      </label>
      {isDefault !== undefined && (
        <label className="check">
          <input
            type="checkbox"
            checked={first}
            onChange={(event) => setFirst(event.target.checked)}
            data-testid="persona-default"
          />
          {w.personas.makeDefault}
        </label>
      )}
      {used > 1 && <p className="hint">{w.personas.used(used)}</p>}
      {failure && <ProblemNote failure={failure} />}
      <div className="row end">
        {onDelete && (
          <button
            type="button"
            className="plain danger apart"
            onClick={() => setAsking(true)}
            data-testid="persona-delete"
          >
            {words.delete}
          </button>
        )}
        <button type="button" className="quiet" onClick={onEnd}>
          {words.cancel}
        </button>
        <button type="submit" className="primary" disabled={!name.trim()} data-testid="persona-save">
          {words.save}
        </button>
      </div>
      {asking && onDelete && (
        <ConfirmDialog
          title={w.personas.deleteTitle(persona.name)}
          text={w.personas.deleteText}
          yes={words.delete}
          onNo={() => setAsking(false)}
          onYes={() => {
            setAsking(false);
            attempt(onDelete);
          }}
        />
      )}
    </form>
  );
}
