import { useState } from 'react';
import { api } from '../../api/api.js';
import { Backup } from './backup.js';
import { Devices } from './devices.js';
import { Icon } from '../../components/icons.js';
import { Personas } from './personas.js';
import { to } from '../../browser/route.js';
import { LANGUAGES, useLanguage } from '../../i18n/language.js';
import { usePictures } from '../../browser/pictures.js';
import { Panel } from '../../components/panel.js';
import { setSignedIn, useSignedIn } from '../../api/signed-in.js';
import { socket } from '../../api/socket.js';
import { useTheme, type Theme } from '../../browser/theme.js';

const THEMES: Theme[] = ['system', 'light', 'dark'];

export function SettingsMenu() {
  const { lang, setLang, words } = useLanguage();
  const [theme, setTheme] = useTheme();
  const [pictures, setPictures] = usePictures();
  const signedIn = useSignedIn();
  const [personas, setPersonas] = useState(false);
  const [devices, setDevices] = useState(false);

  async function signOut() {
    await api.signOut().catch(() => undefined);
    socket.disconnect();
    setSignedIn('no');
  }

  return (
    <>
      <button
        type="button"
        className="round"
        popoverTarget="settings"
        aria-label={words.settings.open}
        data-testid="settings"
      >
        <Icon name="settings" />
      </button>
      <div id="settings" popover="auto" className="menu">
        <fieldset>
          <legend>{words.settings.language}</legend>
          <div className="segments" data-testid="language-switch">
            {LANGUAGES.map((option) => (
              <label key={option.lang} lang={option.lang}>
                <input
                  type="radio"
                  name="language"
                  value={option.lang}
                  checked={lang === option.lang}
                  onChange={() => setLang(option.lang)}
                />
                <span>{option.name}</span>
              </label>
            ))}
          </div>
        </fieldset>
        <fieldset>
          <legend>{words.settings.theme}</legend>
          <div className="segments" data-testid="theme-switch">
            {THEMES.map((option) => (
              <label key={option}>
                <input
                  type="radio"
                  name="theme"
                  value={option}
                  checked={theme === option}
                  onChange={() => setTheme(option)}
                />
                <span>{words.settings[option]}</span>
              </label>
            ))}
          </div>
        </fieldset>
        <fieldset>
          <legend>{words.settings.pictures}</legend>
          <label className="row">
            <input
              type="checkbox"
              checked={pictures}
              onChange={(event) => setPictures(event.target.checked)}
              data-testid="pictures-switch"
            />
            <span>{words.settings.picturesShow}</span>
          </label>
          <p className="hint">{words.settings.picturesHint}</p>
        </fieldset>
        {signedIn === 'yes' && (
          <>
            <a
              href={to.models()}
              className="button plain"
              onClick={() => document.getElementById('settings')?.hidePopover()}
              data-testid="manage-models"
            >
              {words.models.title}
            </a>
            <PanelButton
              label={words.chat.personas.manage}
              onOpen={() => setPersonas(true)}
              testId="manage-personas"
            />
            <a
              href={to.prompts()}
              className="button plain"
              onClick={() => document.getElementById('settings')?.hidePopover()}
              data-testid="manage-prompts"
            >
              {words.prompts.open}
            </a>
            <Backup />
            <PanelButton
              label={words.devices.title}
              onOpen={() => setDevices(true)}
              testId="manage-devices"
            />
            <button type="button" className="plain" onClick={() => void signOut()} data-testid="sign-out">
              {words.settings.signOut}
            </button>
          </>
        )}
      </div>
      {personas && (
        <Panel title={words.chat.personas.manage} onClose={() => setPersonas(false)} testid="personas-panel">
          <Personas />
        </Panel>
      )}
      {devices && (
        <Panel title={words.devices.title} onClose={() => setDevices(false)} testid="devices-panel">
          <Devices />
        </Panel>
      )}
    </>
  );
}

/** Opens a panel in place of the menu. */
function PanelButton({ label, onOpen, testId }: { label: string; onOpen: () => void; testId: string }) {
  return (
    <button
      type="button"
      className="plain"
      popoverTarget="settings"
      popoverTargetAction="hide"
      onClick={onOpen}
      data-testid={testId}
    >
      {label}
    </button>
  );
}
