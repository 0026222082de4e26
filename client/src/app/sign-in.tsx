import { useState, type FormEvent } from 'react';
import { api } from '../api/api.js';
import { asFailure, type Failure } from '../api/failure.js';
import { useLanguage } from '../i18n/language.js';
import { useTitle, Wordmark } from '../components/page.js';
import { ProblemNote } from '../components/problem-note.js';
import { SettingsMenu } from '../features/settings/settings-menu.js';

/** Where nobody is signed in: how to come in. */
export function SignIn({ codeFailed }: { codeFailed: boolean }) {
  const { words } = useLanguage();
  const [token, setToken] = useState('');
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  useTitle(words.signIn.submit);

  async function submit(event: FormEvent) {
    event.preventDefault();
    if (!token.trim()) return;
    setBusy(true);
    setFailure(null);
    // What worked is told to the app by the answer itself.
    await api.signIn({ token: token.trim() }).catch((error: unknown) => setFailure(asFailure(error)));
    setBusy(false);
  }

  return (
    <div className="sign-in" data-testid="sign-in">
      <div className="sign-in-corner">
        <SettingsMenu />
      </div>
      <main>
        <p className="wordmark">
          <Wordmark />
        </p>
        <h1>{words.signIn.title}</h1>
        {codeFailed && (
          <p className="note problem" role="alert">
            {words.signIn.codeFailed}
          </p>
        )}
        <form onSubmit={(event) => void submit(event)}>
          <label htmlFor="token">{words.signIn.token}</label>
          <div className="row">
            <input
              id="token"
              type="password"
              autoComplete="current-password"
              spellCheck={false}
              autoFocus
              value={token}
              onChange={(event) => setToken(event.target.value)}
              aria-describedby="token-hint"
              data-testid="sign-in-token"
            />
            <button
              type="submit"
              className="primary"
              disabled={busy || !token.trim()}
              data-testid="sign-in-submit"
            >
              {words.signIn.submit}
            </button>
          </div>
        </form>
        {failure && <ProblemNote failure={failure} />}
        <div id="token-hint" className="hint stack">
          <p>{words.signIn.tokenHint}</p>
          <p>{words.signIn.linkHint}</p>
        </div>
      </main>
    </div>
  );
}
