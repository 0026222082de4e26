import { useEffect } from 'react';
import { Route, Switch } from 'wouter';
import { PATHS } from '../browser/route.js';
import { lazily } from '../components/loading/lazily.js';

const NewCharacter = lazily(async () => (await import('../features/create/new-character.js')).NewCharacter);
const Imports = lazily(async () => (await import('../features/import/imports.js')).Imports);
const SheetPage = lazily(async () => (await import('../features/sheet/sheet-page.js')).SheetPage);
const Ingest = lazily(async () => (await import('../features/ingest/ingest.js')).Ingest);
const ConversationScreen = lazily(
  async () => (await import('../features/chat/conversation-screen.js')).ConversationScreen,
  'first',
);
const PromptsPage = lazily(async () => (await import('../features/prompts/prompts-page.js')).PromptsPage);
const ConnectionScreen = lazily(
  async () => (await import('../features/models/connection/connection-screen.js')).ConnectionScreen,
);
const SettingsPage = lazily(async () => (await import('../features/settings/settings-page.js')).SettingsPage);
const Library = lazily(async () => (await import('../features/library/library.js')).Library);

/** By the first word of their paths. */
const FIRST = {
  new: NewCharacter,
  imports: Imports,
  characters: SheetPage,
  ingests: Ingest,
  sessions: ConversationScreen,
  prompts: PromptsPage,
  models: SettingsPage,
  settings: SettingsPage,
};

/** Has the code of a screen come before anything is shown. */
export function loadScreen(path: string): void {
  const [, first = ''] = path.split('/');
  (first in FIRST ? FIRST[first as keyof typeof FIRST] : Library).ahead();
}

/** Nearly everybody goes to a conversation next: its code is there before they do. */
const AHEAD_MS = 1000;

/** The screen of each path; each brings its own code and styles. */
export function Screens() {
  useEffect(() => {
    const timer = setTimeout(ConversationScreen.ahead, AHEAD_MS);
    return () => clearTimeout(timer);
  }, []);
  return (
    <Switch>
      <Route path={PATHS.new}>
        <NewCharacter />
      </Route>
      <Route path={PATHS.imports}>
        <Imports />
      </Route>
      <Route path={PATHS.character}>{({ id }) => <SheetPage key={id} id={id} />}</Route>
      <Route path={PATHS.ingest}>{({ id }) => <Ingest key={id} id={id} />}</Route>
      <Route path={PATHS.session}>{({ id }) => <ConversationScreen id={id} />}</Route>
      <Route path={PATHS.prompts}>{({ id }) => <PromptsPage key={id} characterId={id ?? null} />}</Route>
      <Route path={PATHS.connection}>
        {({ id, test }) => <ConnectionScreen key={id} id={id} testNow={test === 'test'} />}
      </Route>
      <Route path={PATHS.models}>
        <SettingsPage section="models" />
      </Route>
      <Route path={PATHS.settings}>{({ section }) => <SettingsPage section={section} />}</Route>
      <Route>
        <Library />
      </Route>
    </Switch>
  );
}
