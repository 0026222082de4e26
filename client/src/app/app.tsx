import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { Router, useLocation } from 'wouter';
import { useHashLocation } from 'wouter/use-hash-location';
import { queries } from '../api/queries.js';
import { queryClient } from '../api/query-client.js';
import { useSignedIn } from '../api/signed-in.js';
import { socket } from '../api/socket.js';
import { signInCodeOf } from '../browser/route.js';
import { LeaveQuestion } from '../components/leave-question.js';
import { lazily } from '../components/loading/lazily.js';
import { LoadBoundary } from '../components/loading/load-boundary.js';
import { PageMenu } from '../components/page.js';
import { ProblemNote } from '../components/problem-note.js';
import { Waiting } from '../components/loading/waiting.js';
import { useLanguage } from '../i18n/language.js';
import { SettingsMenu } from '../features/settings/settings-menu.js';
import { PageDrop } from './page-drop.js';
import { NewVersion } from './new-version.js';
import { Screens } from './screens.js';
import { clearWorker, keepWords, startWorker } from './service-worker.js';

const SignIn = lazily(async () => (await import('./sign-in.js')).SignIn, 'first');
const SigningIn = lazily(async () => (await import('./signing-in.js')).SigningIn, 'first');

export function App() {
  const code = signInCodeOf(useHashLocation()[0]);
  const [codeFailed, setCodeFailed] = useState(false);
  return (
    <LoadBoundary>
      {code ? (
        <SigningIn code={code} onEnd={(good) => setCodeFailed(!good)} />
      ) : (
        <Router hook={useHashLocation}>
          <Gate codeFailed={codeFailed} />
        </Router>
      )}
    </LoadBoundary>
  );
}

function Gate({ codeFailed }: { codeFailed: boolean }) {
  const signedIn = useSignedIn();

  useEffect(() => {
    if (signedIn === 'yes') socket.connect();
    else socket.disconnect();
    if (signedIn === 'yes') void startWorker();
    if (signedIn === 'no') {
      queryClient.clear();
      void clearWorker();
    }
  }, [signedIn]);

  return signedIn === 'no' ? <SignIn codeFailed={codeFailed} /> : <Inside known={signedIn === 'yes'} />;
}

/** @param known whether the server has said that this browser is signed in: the first question tells */
function Inside({ known }: { known: boolean }) {
  const { error, refetch } = useQuery(queries.about());
  const [path] = useLocation();
  const { words } = useLanguage();
  useEffect(() => {
    if (known) void keepWords(words.notifications.replied('{name}'));
  }, [known, words]);
  if (!known) return error ? <ProblemNote failure={error} retry={refetch} /> : <Waiting />;
  return (
    <PageMenu value={<SettingsMenu />}>
      <LoadBoundary at={path}>
        <Screens />
      </LoadBoundary>
      <PageDrop />
      <NewVersion />
      <LeaveQuestion />
    </PageMenu>
  );
}
