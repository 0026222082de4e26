import type { RefObject } from 'react';

interface FileInputProps {
  ref: RefObject<HTMLInputElement | null>;
  accept?: string;
  multiple?: boolean;
  /** What it is called; without, it is hidden from those who hear the page: a button says what it is for. */
  label?: string;
  testId: string;
  onFiles: (files: [File, ...File[]]) => void;
}

/** The input behind a button that asks for files: out of sight, and empty again for the same file to be picked twice. */
export function FileInput({ ref, accept, multiple, label, testId, onFiles }: FileInputProps) {
  return (
    <input
      ref={ref}
      type="file"
      accept={accept}
      multiple={multiple}
      className="unseen"
      tabIndex={-1}
      aria-label={label}
      aria-hidden={label === undefined ? 'true' : undefined}
      data-testid={testId}
      onChange={(event) => {
        const [first, ...others] = event.target.files ?? [];
        event.target.value = '';
        if (first) onFiles([first, ...others]);
      }}
    />
  );
}
