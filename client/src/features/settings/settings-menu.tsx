import { api } from '../../api/api.js';
import { setSignedIn, useSignedIn } from '../../api/signed-in.js';
import { socket } from '../../api/socket.js';
import { to } from '../../browser/route.js';
import { Icon } from '../../components/icons.js';
import { useLanguage } from '../../i18n/language.js';
import { Look } from './look.js';

/** What is wanted in a moment, wherever one is; the rest is a page. */
export function SettingsMenu() {
  const { words } = useLanguage();
  const w = words.settings;
  const signedIn = useSignedIn();

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
        aria-label={w.title}
        data-testid="settings"
      >
        <Icon name="settings" />
      </button>
      <div id="settings" popover="auto" className="menu">
        <Look />
        {signedIn === 'yes' && (
          <>
            <a
              href={to.settings()}
              className="button plain"
              onClick={() => document.getElementById('settings')?.hidePopover()}
              data-testid="all-settings"
            >
              {w.all}
            </a>
            <button type="button" className="plain" onClick={() => void signOut()} data-testid="sign-out">
              {w.signOut}
            </button>
          </>
        )}
      </div>
    </>
  );
}
