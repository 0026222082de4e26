import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app/app.js';
import { LanguageProvider } from './i18n/language.js';
import './styles/tokens.css';
import './styles/base.css';
import './styles/page.css';
import './styles/controls.css';
import './styles/fields.css';
import './styles/panel.css';
import './styles/library.css';
import './styles/ingest.css';
import './styles/review.css';
import './styles/sheet.css';
import './styles/passage.css';
import './styles/sheet-editor.css';
import './styles/lorebook.css';
import './styles/conversation.css';
import './styles/messages.css';
import './styles/conversation-panel.css';
import './styles/devices.css';
import './styles/prompts.css';
import './styles/models.css';
import './styles/memory.css';
import { startTheme } from './browser/theme.js';

startTheme();

const root = document.getElementById('root');
if (!root) throw new Error('There is no #root.');
createRoot(root).render(
  <StrictMode>
    <LanguageProvider>
      <App />
    </LanguageProvider>
  </StrictMode>,
);
