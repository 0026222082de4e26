import { useId, type ReactNode } from 'react';

interface FieldProps {
  label: string;
  hint?: ReactNode;
  error?: string | false | undefined;
  /** Stands at the end of the label's line. */
  aside?: ReactNode;
  children: (input: {
    id: string;
    'aria-describedby': string | undefined;
    'aria-invalid': true | undefined;
  }) => ReactNode;
}

/** An input with its label, and below it what is wrong with it or else what to know. */
export function Field({ label, hint, error, aside, children }: FieldProps) {
  const id = useId();
  const below = error || hint;
  return (
    <div className="field">
      <div className="field-label">
        <label htmlFor={id}>{label}</label>
        {aside}
      </div>
      {children({
        id,
        'aria-describedby': below ? `${id}-below` : undefined,
        'aria-invalid': error ? true : undefined,
      })}
      {below && (
        <div id={`${id}-below`} className={error ? 'field-error' : 'hint'}>
          {below}
        </div>
      )}
    </div>
  );
}
