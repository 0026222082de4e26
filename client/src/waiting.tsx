import { useLanguage } from './language.js';

export function Waiting() {
  const { words } = useLanguage();
  return (
    <p className="waiting" role="status">
      {words.wait}
    </p>
  );
}
