import { useState } from 'react';
import { asFailure, type Failure } from '../../api/failure.js';
import { go } from '../../browser/route.js';

/** One way in: it starts, leads on, or says why not. */
export function useBegin() {
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);

  async function begin(start: () => Promise<string>) {
    setBusy(true);
    setFailure(null);
    try {
      go(await start());
    } catch (error) {
      setFailure(asFailure(error));
      setBusy(false);
    }
  }

  return { busy, failure, begin: (start: () => Promise<string>) => void begin(start) };
}
