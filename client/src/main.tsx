// These first: what a feature brings along comes after them.
import './styles/tokens.css';
import './styles/base.css';
import './styles/page.css';
import './styles/controls.css';
import './styles/menu.css';
import './styles/fields.css';
import './styles/tabs.css';
import './styles/panel.css';
import './styles/portrait.css';
import { QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { queries } from './api/queries.js';
import { hearServer } from './api/server-events.js';
import { queryClient } from './api/query-client.js';
import { App } from './app/app.js';
import { loadScreen } from './app/screens.js';
import { signInCodeOf } from './browser/route.js';
import { guardHistory } from './browser/unsaved-guard.js';
import { firstLanguage, LanguageProvider } from './i18n/language.js';

guardHistory();
hearServer();
// What comes one after the other otherwise: who it is, the words, the screen.
const path = `/${location.hash.replace(/^#?\/?/, '')}`;
if (!signInCodeOf(path)) {
  void queryClient.prefetchQuery(queries.about());
  loadScreen(path);
}

const root = document.getElementById('root');
if (!root) throw new Error('There is no #root.');
createRoot(root).render(
  <StrictMode>
    <LanguageProvider first={await firstLanguage()}>
      <QueryClientProvider client={queryClient}>
        <App />
      </QueryClientProvider>
    </LanguageProvider>
  </StrictMode>,
);
