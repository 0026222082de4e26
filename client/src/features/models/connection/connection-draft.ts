import type { ConnectionView, ConnectionWish, Transport } from '../../../../../src/contracts/connection.js';
import { budgetDraft, budgetOf, type BudgetDraft, type BudgetErrors } from '../spending/budget-draft.js';
import { presetDraft, presetOf, type PresetDraft, type PresetErrors } from '../preset/preset-draft.js';

export const SIGHTS = ['known', 'yes', 'no'] as const;
/** Whether its model sees pictures. */
export type Sight = (typeof SIGHTS)[number];

/** A connection as it is typed. */
export interface ConnectionDraft extends PresetDraft, BudgetDraft {
  supplier: string;
  name: string;
  baseUrl: string;
  apiKey: string;
  /** The key that is stored is to be taken away. */
  dropKey: boolean;
  /** `Name: value`, one a line; null: those that are stored stay. */
  headers: string | null;
  model: string;
  window: string;
  input: string;
  cachedInput: string;
  output: string;
  transport: Transport;
  sees: Sight;
  embeddingModel: string;
}

export type DraftErrors = PresetErrors &
  BudgetErrors &
  Partial<
    Record<
      'baseUrl' | 'apiKey' | 'headers' | 'window' | 'price',
      'address' | 'inAddress' | 'key' | 'headers' | 'window' | 'price'
    >
  >;

const LEAST_WINDOW = 1024;

export function draftOf(connection: Partial<ConnectionView>): ConnectionDraft {
  const {
    supplier = '',
    name = '',
    baseUrl = '',
    model = '',
    window,
    price,
    transport = 'chat',
    sees = null,
    embeddingModel = '',
  } = connection;
  return {
    supplier,
    name,
    baseUrl,
    apiKey: '',
    dropKey: false,
    headers: null,
    model,
    window: window === undefined ? '' : String(window),
    input: price ? String(price.input) : '',
    cachedInput: price ? String(price.cachedInput) : '',
    output: price ? String(price.output) : '',
    transport,
    sees: sees === null ? 'known' : sees ? 'yes' : 'no',
    embeddingModel,
    ...presetDraft(connection.preset ?? {}),
    ...budgetDraft(connection.budget ?? {}),
  };
}

/** What was typed laid over a connection that was changed elsewhere meanwhile: whatever was left alone is as it is there. */
export function rebased(
  draft: ConnectionDraft,
  from: ConnectionDraft,
  onto: ConnectionDraft,
): ConnectionDraft {
  const typed = Object.entries(draft).filter(
    ([field, value]) => value !== from[field as keyof ConnectionDraft],
  );
  return { ...onto, ...Object.fromEntries(typed) };
}

/** What is to be sent of what was typed, or what is wrong with it. */
export function wishOf(draft: ConnectionDraft): { wish: ConnectionWish; errors: DraftErrors } {
  const { preset, errors: presetErrors } = presetOf(draft);
  const { budget, errors: budgetErrors } = budgetOf(draft);
  const errors: DraftErrors = { ...presetErrors, ...budgetErrors };
  const address = URL.canParse(draft.baseUrl.trim()) ? new URL(draft.baseUrl.trim()) : null;
  if (!address || !/^https?:$/.test(address.protocol)) errors.baseUrl = 'address';
  else if (address.username || address.password) errors.baseUrl = 'inAddress';
  const apiKey = draft.apiKey.trim().replace(/^Bearer\s+/i, '');
  if (/[^\x21-\x7e]/.test(apiKey)) errors.apiKey = 'key';
  const headers = headersOf(draft.headers ?? '');
  if (!headers) errors.headers = 'headers';
  const window = draft.window.trim() ? Number(draft.window.replace(/[\s,_]/g, '')) : null;
  if (window !== null && !(Number.isInteger(window) && window >= LEAST_WINDOW)) errors.window = 'window';
  const typed = [draft.input, draft.cachedInput, draft.output].map((text) => text.trim().replace(',', '.'));
  const [input = 0, cachedInput = 0, output = 0] = typed.map(Number);
  if (![input, cachedInput, output].every((amount) => amount >= 0)) errors.price = 'price';
  return {
    wish: {
      supplier: draft.supplier,
      name: draft.name.trim(),
      baseUrl: draft.baseUrl.trim(),
      ...(apiKey ? { apiKey } : draft.dropKey ? { apiKey: '' } : {}),
      ...(draft.headers !== null && headers && { headers }),
      model: draft.model.trim(),
      window,
      // Where nothing is said of what was read before, it costs as much as the rest.
      price: typed.some(Boolean) ? { input, cachedInput: typed[1] ? cachedInput : input, output } : null,
      transport: draft.transport,
      sees: draft.sees === 'known' ? null : draft.sees === 'yes',
      embeddingModel: draft.embeddingModel.trim(),
      preset,
      budget,
    },
    errors,
  };
}

function headersOf(text: string): Record<string, string> | null {
  const headers: Record<string, string> = {};
  for (const line of text.split('\n').filter((one) => one.trim())) {
    const found = /^\s*([a-z0-9!#$%&'*+.^_`|~-]{1,100})\s*:\s*([\x20-\x7e]*?)\s*$/i.exec(line);
    if (!found?.[1]) return null;
    headers[found[1]] = found[2] ?? '';
  }
  return headers;
}

/** A key is for the server that it was entered for. */
export function isOtherServer(address: string, stored: string): boolean {
  return URL.canParse(address) && URL.canParse(stored) && new URL(address).origin !== new URL(stored).origin;
}

export function hostOf(address: string): string {
  return URL.canParse(address) ? new URL(address).host : address;
}
