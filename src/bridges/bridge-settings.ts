import { z } from 'zod';
import { ANSWERS_TO, type BridgeKind, type BridgeSettings } from '../contracts/bridge.js';
import { Problem } from '../contracts/problem.js';
import { ownersAddress } from '../network/owners-address.js';

const ids = z.array(z.string().trim().min(1).max(100)).max(500);
// What comes back as `true` stays as it is.
const secret = z.union([z.string().max(1000), z.literal(true)]).nullable();
const line = z.string().max(200).nullable();

/** What may be set of a bridge of any kind; null and empty texts take a setting away. */
export const settingsSchema = z
  .strictObject({
    endpoint: z.string().max(2000).nullable(),
    accessToken: secret,
    token: secret,
    appId: line,
    appSecret: secret,
    encodingAesKey: secret,
    botId: line,
    secret,
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

/** Where there are no rooms. */
const DIRECT = ['characterId', 'perPerson', 'perDay', 'endpoint'] as const;
const ANY = [...DIRECT, 'rooms', 'answers'] as const;

interface KindOfBridge {
  /** What is kept sealed. */
  secrets: readonly (keyof BridgeSettings)[];
  fields: readonly (keyof BridgeSettings)[];
  protocols: readonly string[];
  /** What it cannot run without. */
  needed: readonly (keyof BridgeSettings)[];
  /** How some of them look. */
  shapes?: Partial<Record<keyof BridgeSettings, RegExp>>;
  /** What its platform calls us by. */
  calledBy?: readonly (keyof BridgeSettings)[];
  /** What it proves itself with comes of signing in here, and is not typed. */
  isSignedIn?: boolean;
}

export const KINDS: Record<BridgeKind, KindOfBridge> = {
  onebot: { secrets: ['accessToken'], needed: ['accessToken'], fields: ANY, protocols: ['ws:', 'wss:'] },
  discord: {
    secrets: ['token'],
    needed: ['token'],
    fields: [...ANY, 'servers', 'roles', 'messageContent'],
    protocols: ['http:', 'https:'],
  },
  telegram: { secrets: ['token'], needed: ['token'], fields: ANY, protocols: ['http:', 'https:'] },
  'wechat-official': {
    secrets: ['token', 'encodingAesKey', 'appSecret'],
    needed: ['appId', 'token'],
    fields: [...DIRECT, 'appId'],
    protocols: ['http:', 'https:'],
    shapes: {
      appId: /^\w{4,64}$/,
      // WeChat takes 3 to 32. Calls prove themselves by this alone, so that nobody shall guess it.
      token: /^[A-Za-z0-9]{16,32}$/,
      encodingAesKey: /^[A-Za-z0-9]{43}$/,
    },
    calledBy: ['appId', 'token', 'encodingAesKey'],
  },
  wecom: {
    secrets: ['secret'],
    needed: ['botId', 'secret'],
    fields: [...ANY, 'botId'],
    protocols: ['ws:', 'wss:'],
  },
  ilink: {
    secrets: ['token'],
    needed: ['token'],
    fields: DIRECT,
    protocols: ['http:', 'https:'],
    isSignedIn: true,
  },
};

/** What is set, and what is secret of it. */
export interface SettingsParts {
  settings: BridgeSettings;
  secrets: Record<string, string>;
}

/** Whether how far its platform was read, or that it has called here, says nothing any more. */
export function isElsewhere(kind: BridgeKind, before: SettingsParts, after: SettingsParts): boolean {
  const { calledBy = [] } = KINDS[kind];
  const of = ({ settings, secrets }: SettingsParts) =>
    ['endpoint' as const, ...calledBy].map((name) => secrets[name] ?? settings[name] ?? null);
  return JSON.stringify(of(before)) !== JSON.stringify(of(after));
}

/**
 * Settings after a wish. A secret is for the address that it was entered for: to another it goes only when it is entered
 * again.
 * @throws Problem bad_request
 */
export function settingsAfter(kind: BridgeKind, before: SettingsParts, wish: SettingsWish): SettingsParts {
  const { secrets: secretNames, fields, protocols, shapes = {} } = KINDS[kind];
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
    const shape = shapes[name as keyof BridgeSettings];
    if (typeof given === 'string' && given !== '' && shape && !shape.test(given))
      throw new Problem('bad_request', `The setting ${name} has to match ${shape.source}.`);
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
export function missingOf(kind: BridgeKind, { settings, secrets }: SettingsParts): string | null {
  return KINDS[kind].needed.find((name) => !secrets[name] && !settings[name]) ?? null;
}
