import { z } from 'zod';
import { ANSWERS_TO, type BridgeKind, type BridgeSettings } from '../contracts/bridge.js';
import { Problem } from '../contracts/problem.js';
import { ownersAddress } from '../network/owners-address.js';

const ids = z.array(z.string().trim().min(1).max(100)).max(500);
// What comes back as `true` stays as it is.
const secret = z.union([z.string().max(1000), z.literal(true)]).nullable();

/** What may be set of a bridge of any kind; null and empty texts take a setting away. */
export const settingsSchema = z
  .strictObject({
    endpoint: z.string().max(2000).nullable(),
    accessToken: secret,
    token: secret,
    messageContent: z.boolean().nullable(),
    characterId: z.uuid().nullable(),
    rooms: ids.nullable(),
    servers: ids.nullable(),
    roles: ids.nullable(),
    answers: z.enum(ANSWERS_TO).nullable(),
    perPerson: z.int().min(1).max(100_000).nullable(),
    perDay: z.int().min(1).max(1_000_000).nullable(),
  })
  .partial();
export type SettingsWish = z.infer<typeof settingsSchema>;

const ANY = ['characterId', 'rooms', 'answers', 'perPerson', 'perDay', 'endpoint'] as const;

interface KindOfBridge {
  /** What is kept sealed. */
  secrets: readonly (keyof BridgeSettings)[];
  fields: readonly (keyof BridgeSettings)[];
  protocols: readonly string[];
}

export const KINDS: Record<BridgeKind, KindOfBridge> = {
  onebot: { secrets: ['accessToken'], fields: ANY, protocols: ['ws:', 'wss:'] },
  discord: {
    secrets: ['token'],
    fields: [...ANY, 'servers', 'roles', 'messageContent'],
    protocols: ['http:', 'https:'],
  },
};

/** What is set, and what is secret of it. */
export interface SettingsParts {
  settings: BridgeSettings;
  secrets: Record<string, string>;
}

/**
 * Settings after a wish. A secret is for the address that it was entered for: to another it goes only when it is entered
 * again.
 * @throws Problem bad_request
 */
export function settingsAfter(kind: BridgeKind, before: SettingsParts, wish: SettingsWish): SettingsParts {
  const { secrets: secretNames, fields, protocols } = KINDS[kind];
  const settings: Record<string, unknown> = { ...before.settings };
  const secrets = { ...before.secrets };
  for (const [name, value] of Object.entries(wish)) {
    if (value === undefined || value === true) {
      if (name !== 'messageContent') continue;
    }
    const isSecret = (secretNames as readonly string[]).includes(name);
    if (!isSecret && !(fields as readonly string[]).includes(name))
      throw new Problem('bad_request', `A bridge of this kind has no setting ${name}.`);
    const given = typeof value === 'string' ? value.trim() : value;
    const target: Record<string, unknown> = isSecret ? secrets : settings;
    if (given === null || given === '') delete target[name];
    else target[name] = name === 'endpoint' ? ownersAddress(given as string, protocols) : given;
  }
  if (settings['endpoint'] !== before.settings.endpoint) {
    for (const name of secretNames)
      if (typeof wish[name as keyof SettingsWish] !== 'string') delete secrets[name];
  }
  return { settings: settings as BridgeSettings, secrets };
}

/** As an answer shows them. */
export function shownSettings({ settings, secrets }: SettingsParts): BridgeSettings {
  return { ...settings, ...Object.fromEntries(Object.keys(secrets).map((name) => [name, true])) };
}

/** What is missing for it to run, as the name of the setting; null: nothing. */
export function missingOf(kind: BridgeKind, { secrets }: SettingsParts): string | null {
  return KINDS[kind].secrets.find((name) => !secrets[name]) ?? null;
}
