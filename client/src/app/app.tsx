import { useEffect, useState } from 'react';
import type { AboutView } from '../../../src/contracts/about.js';
import { api } from '../api/api.js';
import { Conversation } from '../features/chat/conversation.js';
import { Ingest } from '../features/ingest/ingest.js';
import { Library } from '../features/library/library.js';
import { ModelsPage } from '../features/models/models-page.js';
import { NewCharacter } from '../features/create/new-character.js';
import { PageDrop } from './page-drop.js';
import { PageMenu } from '../components/page.js';
import { ProblemNote } from '../components/problem-note.js';
import { PromptsPage } from '../features/prompts/prompts-page.js';
import { routeOf, useHash, type Route } from '../browser/route.js';
import { SettingsMenu } from '../features/settings/settings-menu.js';
import { SheetPage } from '../features/sheet/sheet-page.js';
import { SignIn } from './sign-in.js';
import { SigningIn } from './signing-in.js';
import { useSignedIn } from '../api/signed-in.js';
import { socket } from '../api/socket.js';
import { useLoaded } from '../api/use-loaded.js';
import { Waiting } from '../components/waiting.js';

export function App() {
  const route = routeOf(useHash());
  const [codeFailed, setCodeFailed] = useState(false);
  if (route.at === 'sign-in') return <SigningIn code={route.code} onEnd={(good) => setCodeFailed(!good)} />;
  return <Gate route={route} codeFailed={codeFailed} />;
}

function Gate({ route, codeFailed }: { route: Route; codeFailed: boolean }) {
  const signedIn = useSignedIn();
  const about = useLoaded<AboutView>(signedIn === 'no' ? 'out' : 'in', api.about);

  useEffect(() => {
    if (signedIn === 'yes') socket.connect();
    else socket.disconnect();
  }, [signedIn]);

  if (signedIn === 'no') return <SignIn codeFailed={codeFailed} />;
  if (signedIn === 'unknown') {
    return about.failure ? <ProblemNote failure={about.failure} retry={about.reload} /> : <Waiting />;
  }
  return (
    <PageMenu value={<SettingsMenu />}>
      <Screen route={route} about={about.value} />
      <PageDrop />
    </PageMenu>
  );
}

function Screen({ route, about }: { route: Route; about: AboutView | null }) {
  switch (route.at) {
    case 'new':
      return <NewCharacter />;
    case 'character':
      return <SheetPage key={route.id} id={route.id} />;
    case 'ingest':
      return <Ingest key={route.id} id={route.id} />;
    case 'session':
      return <Conversation key={route.id} id={route.id} model={about?.model ?? null} />;
    case 'prompts':
      return <PromptsPage key={route.id} characterId={route.id} />;
    case 'models':
      return <ModelsPage id={route.id} testNow={route.test} />;
    default:
      return <Library model={about?.model ?? null} />;
  }
}
