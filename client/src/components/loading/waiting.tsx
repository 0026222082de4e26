import { useLanguage } from '../../i18n/language.js';

export function Waiting() {
  const { words } = useLanguage();
  return (
    <p className="waiting" role="status">
      {words.wait}
    </p>
  );
}
