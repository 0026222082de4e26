import type { Price } from '../../contracts/connection.js';
import { MODELS_DEV } from './models-dev.js';
import { SUPPLIERS } from './suppliers.js';

/** What is known of a model by its name alone. */
export interface KnownModel {
  id: string;
  /** In tokens. */
  window: number;
  /** In tokens; 0: not known. */
  longestAnswer: number;
  price: Price | undefined;
  takesTemperature: boolean;
  thinks: boolean;
  sees: boolean;
}

type Row = [string, number, number, number | null, number | null, number | null, string];

/** They serve models of others, each with a window and a price of its own: known only where they are asked. */
const SERVES_OTHERS =
  /^(?:openrouter|siliconflow|volcengine|groq|togetherai|fireworks|deepinfra|novita|nano-gpt|chutes|cerebras|nvidia)/;
/** What stands behind a model's name where one version, or a way to be served it, is named. */
const SUFFIX = /^(?:[-@:](?:\d{3,8}|\d{2}|latest|preview|exp|experimental|free|nitro|floor|thinking|beta))+$/;

const byHost = new Map(
  SUPPLIERS.filter(({ modelsDev }) => modelsDev).map(({ baseUrl, modelsDev }) => [
    new URL(baseUrl).host,
    modelsDev!,
  ]),
);
const makers = [...byHost.values()].filter((id) => !SERVES_OTHERS.test(id));
const tables = new Map<string, Map<string, KnownModel>>();

/**
 * What is known of a model: as its supplier serves it, else as its maker does.
 *
 * @param server its host, with the path where there is one
 */
export function knownModel(server: string, name: string): KnownModel | undefined {
  const supplier = byHost.get(server.split('/')[0]!);
  const called = name.toLowerCase();
  const bare = called.slice(called.lastIndexOf('/') + 1);
  const asServed = supplier && find(supplier, called);
  if (asServed) return asServed;
  for (const maker of makers) {
    const found = find(maker, bare);
    if (found) return { ...found, price: undefined };
  }
  return undefined;
}

/** By its name, else by the longest name that a dated one begins with. */
function find(supplier: string, name: string): KnownModel | undefined {
  const table = tableOf(supplier);
  const exact = table.get(name);
  if (exact) return exact;
  for (let end = name.length - 1; end > 2; end--) {
    if (!/[-@:]/.test(name[end]!)) continue;
    const found = SUFFIX.test(name.slice(end)) && table.get(name.slice(0, end));
    if (found) return found;
  }
  return undefined;
}

function tableOf(supplier: string): Map<string, KnownModel> {
  let table = tables.get(supplier);
  if (!table) {
    const rows = JSON.parse(MODELS_DEV[supplier] ?? '[]') as Row[];
    table = new Map(rows.map((row) => [row[0].toLowerCase(), modelOf(row)]));
    tables.set(supplier, table);
  }
  return table;
}

function modelOf([id, window, longestAnswer, input, cachedInput, output, flags]: Row): KnownModel {
  return {
    id,
    window,
    longestAnswer,
    price:
      input === null || cachedInput === null || output === null ? undefined : { input, cachedInput, output },
    takesTemperature: !flags.includes('t'),
    thinks: flags.includes('r'),
    sees: flags.includes('v'),
  };
}
