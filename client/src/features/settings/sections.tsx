import { useQuery } from '@tanstack/react-query';
import { queries } from '../../api/queries.js';
import { usePictures } from '../../browser/pictures.js';
import { to } from '../../browser/route.js';
import { Icon } from '../../components/icons.js';
import { useLanguage } from '../../i18n/language.js';
import { ModelNote } from '../library/model-note.js';
import { Connections } from '../models/connections.js';
import { Backup } from './backup.js';
import { Devices } from './devices.js';
import { Look } from './look.js';
import { Personas } from './personas.js';

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

export function AppearanceSection() {
  const { words } = useLanguage();
  const w = words.settings;
  const [pictures, setPictures] = usePictures();
  return (
    <>
      <h1>{w.sections.appearance}</h1>
      <Look />
      <fieldset>
        <legend>{w.pictures}</legend>
        <label className="row">
          <input
            type="checkbox"
            checked={pictures}
            onChange={(event) => setPictures(event.target.checked)}
            data-testid="pictures-switch"
          />
          <span>{w.picturesShow}</span>
        </label>
        <p className="hint">{w.picturesHint}</p>
      </fieldset>
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
      </section>
    </>
  );
}

export function AboutSection() {
  const { words } = useLanguage();
  const w = words.settings;
  const { data } = useQuery(queries.about());
  return (
    <>
      <h1>{w.sections.about}</h1>
      <p>{w.about}</p>
      {data && (
        <>
          <p className="hint">{w.version(data.version)}</p>
          <ModelNote model={data.model} />
        </>
      )}
    </>
  );
}
