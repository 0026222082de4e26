import { CopyButton } from '../copy-button.js';

/** Code as it is, with a button that copies it. */
export function CodeBlock({ text, language }: { text: string; language: string }) {
  return (
    <div className="prose-code">
      <div className="prose-code-head">
        <span>{language}</span>
        <CopyButton text={text} />
      </div>
      <pre tabIndex={0}>
        <code>{text}</code>
      </pre>
    </div>
  );
}
