import { to } from '../../browser/route.js';
import { Icon } from '../../components/icons.js';
import { useLanguage } from '../../i18n/language.js';
import { Connections } from '../models/connections.js';
import { Backup } from './backup.js';
import { Devices } from './devices.js';
import { Personas } from './personas.js';
import { SignInLink } from './sign-in-link.js';

export function ModelsSection() {
  const { words } = useLanguage();
  return (
    <>
      <Connections />
      <a href={to.prompts()} className="settings-link" data-testid="manage-prompts">
        <span>
          <strong>{words.prompts.title}</strong>
          <small>{words.prompts.hint}</small>
        </span>
        <Icon name="right" />
      </a>
    </>
  );
}

export function PersonasSection() {
  const { words } = useLanguage();
  return (
    <>
      <h1>{words.chat.personas.manage}</h1>
      <Personas />
    </>
  );
}

export function DataSection() {
  const { words } = useLanguage();
  return (
    <>
      <h1>{words.settings.sections.data}</h1>
      <Backup />
      <section>
        <h2>{words.devices.title}</h2>
        <Devices />
        <SignInLink />
      </section>
    </>
  );
}
