import { useSyncExternalStore } from 'react';
import { useLanguage } from '../i18n/language.js';
import { newerVersion } from './service-worker.js';
import './new-version.css';

/** Offers a newer version of the page. Its styles hide it while something is written. */
export function NewVersion() {
  const { words } = useLanguage();
  const isReady = useSyncExternalStore(newerVersion.subscribe, newerVersion.isReady);
  if (!isReady) return null;
  return (
    <p className="new-version" role="status" data-testid="new-version">
      {words.newVersion}
      <button type="button" className="link" onClick={() => location.reload()}>
        {words.reload}
      </button>
    </p>
  );
}
