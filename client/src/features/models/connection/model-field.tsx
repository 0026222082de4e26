import { useEffect, useId, useRef, useState, type KeyboardEvent } from 'react';
import type { ListedModel } from '../../../../../src/contracts/supplier.js';
import { Icon } from '../../../components/icons.js';
import { useLanguage } from '../../../i18n/language.js';
import { Field } from '../../../components/field.js';

/** So many are shown at once, of the thousands that some list. */
const MOST = 60;

export interface ModelList {
  state: 'unasked' | 'loading' | 'failed' | 'listed';
  models: ListedModel[];
}

interface ModelFieldProps {
  value: string;
  list: ModelList;
  onChange: (model: string) => void;
  /** The list is about to be looked at. */
  onOpen: () => void;
}

/** The name of a model: typed, or chosen of what its server lists. */
export function ModelField({ value, list, onChange, onOpen }: ModelFieldProps) {
  const { words, number } = useLanguage();
  const w = words.models;
  const listId = useId();
  const box = useRef<HTMLUListElement>(null);
  const [open, setOpen] = useState(false);
  const [typed, setTyped] = useState(false);
  const [at, setAt] = useState(-1);
  const sought = typed ? value.trim().toLowerCase() : '';
  const found = list.models.filter(({ id, name = '' }) => `${id} ${name}`.toLowerCase().includes(sought));
  const shown = found.slice(0, MOST);

  useEffect(() => {
    box.current?.children[at]?.scrollIntoView({ block: 'nearest' });
  }, [at]);

  function show() {
    onOpen();
    setTyped(false);
    setAt(-1);
    setOpen(true);
  }

  function choose(id: string) {
    onChange(id);
    setOpen(false);
    setAt(-1);
  }

  function onKey(event: KeyboardEvent) {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      if (!open) return show();
      const step = event.key === 'ArrowDown' ? 1 : -1;
      setAt(shown.length ? (at + step + shown.length + (at < 0 && step < 0 ? 1 : 0)) % shown.length : -1);
    } else if (event.key === 'Enter' && open) {
      // The list is closed first: what was typed is looked at before it is sent.
      event.preventDefault();
      choose(shown[at]?.id ?? value);
    } else if (event.key === 'Escape' && open) {
      event.preventDefault();
      setOpen(false);
    }
  }

  const said = {
    unasked: w.modelHint,
    loading: w.modelsLoading,
    failed: w.modelsFailed,
    listed:
      sought && !found.length ? w.modelsNone : w.modelsListed(list.models.length, number(list.models.length)),
  }[list.state];
  const isShown = open && shown.length > 0;
  return (
    <Field label={w.model} hint={<span role="status">{said}</span>}>
      {(input) => (
        <div
          className="combo"
          onBlur={(event) => !event.currentTarget.contains(event.relatedTarget) && setOpen(false)}
        >
          <input
            {...input}
            role="combobox"
            aria-expanded={isShown}
            aria-controls={listId}
            aria-autocomplete="list"
            aria-activedescendant={isShown && at >= 0 ? `${listId}-${at}` : undefined}
            autoComplete="off"
            autoCapitalize="off"
            spellCheck={false}
            maxLength={300}
            value={value}
            onChange={(event) => {
              onChange(event.target.value);
              setTyped(true);
              setAt(-1);
              setOpen(true);
            }}
            onFocus={onOpen}
            onClick={() => !open && show()}
            onKeyDown={onKey}
            data-testid="connection-model"
          />
          <button
            type="button"
            className="round"
            tabIndex={-1}
            aria-label={w.modelsShow}
            onClick={() => (open ? setOpen(false) : show())}
          >
            <Icon name="downward" />
          </button>
          <ul ref={box} id={listId} role="listbox" aria-label={w.model} hidden={!isShown} tabIndex={-1}>
            {shown.map(({ id, name, window }, n) => (
              <li
                key={id}
                id={`${listId}-${n}`}
                role="option"
                aria-selected={id === value}
                className={n === at ? 'at' : undefined}
                onPointerDown={(event) => event.preventDefault()}
                onClick={() => choose(id)}
                data-testid="model-option"
              >
                <span>
                  {id}
                  {name && name !== id && <small>{name}</small>}
                </span>
                {window !== undefined && <small>{w.window(number(window))}</small>}
              </li>
            ))}
            {found.length > shown.length && (
              <li role="presentation" className="hint">
                {w.modelsMore(number(found.length - shown.length))}
              </li>
            )}
          </ul>
        </div>
      )}
    </Field>
  );
}
