import type { ReactNode } from 'react';
import { to } from '../../browser/route.js';
import { Icon } from '../../components/icons.js';
import { BackLink, Page } from '../../components/page.js';
import { useLanguage, type Language } from '../../i18n/language.js';
import { KeysSection } from '../keys/keys-section.js';
import { WebhooksSection } from '../webhooks/webhooks-section.js';
import { BridgesSection } from '../bridges/bridges-section.js';
import { AboutSection } from './about.js';
import { AppearanceSection } from './appearance.js';
import { NotificationsSection } from './notifications.js';
import { DataSection, ModelsSection, PersonasSection } from './sections.js';
import './settings.css';

type Section = keyof Language['words']['settings']['sections'];

/** In the order of the list. */
const SECTIONS: Record<Section, ReactNode> = {
  models: <ModelsSection />,
  appearance: <AppearanceSection />,
  personas: <PersonasSection />,
  notifications: <NotificationsSection />,
  bridges: <BridgesSection />,
  data: <DataSection />,
  keys: <KeysSection />,
  webhooks: <WebhooksSection />,
  about: <AboutSection />,
};

const isSection = (name: string): name is Section => name in SECTIONS;

/**
 * Everything that can be set for the whole of the service or for this browser.
 * @param section by its name in the address; without one a narrow screen shows the list alone, a wide one the first beside it
 */
export function SettingsPage({ section }: { section?: string | undefined }) {
  const { words } = useLanguage();
  const w = words.settings;
  const chosen = section !== undefined && isSection(section) ? section : null;
  const shown = chosen ?? 'models';
  return (
    <Page title={chosen ? w.sections[chosen] : w.title}>
      <div className={chosen ? 'settings' : 'settings at-list'} data-testid="settings-page">
        <aside>
          <BackLink />
          <p className="settings-title">{w.title}</p>
          <nav aria-label={w.title}>
            {Object.keys(SECTIONS)
              .filter(isSection)
              .map((name) => (
                <a
                  key={name}
                  href={to.settings(name)}
                  aria-current={name === shown ? 'page' : undefined}
                  data-testid={`settings-${name}`}
                >
                  {w.sections[name]}
                  <Icon name="right" />
                </a>
              ))}
          </nav>
        </aside>
        <div className="settings-section">
          <a href={to.settings()} className="back to-list">
            <Icon name="back" />
            {w.title}
          </a>
          <div key={shown} className="settings-content">
            {SECTIONS[shown]}
          </div>
        </div>
      </div>
    </Page>
  );
}
