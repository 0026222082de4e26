import type { ModelCard } from './about.js';
import type { Preset, Price } from './connection.js';

/** Who serves models: a company, or a program of one's own. */
export interface SupplierView {
  /** Stands in a connection's `supplier`. */
  id: string;
  name: string;
  baseUrl: string;
  /** The page where a key is made. */
  keyUrl?: string;
  needsKey: boolean;
  /** What to know before choosing it. */
  note?: { en: string; zh: string };
}

/** `GET /api/connections/suppliers` */
export interface SuppliersView {
  items: SupplierView[];
}

/** A server that answered on this computer. */
export interface LocalServerView {
  name: string;
  /** The id of its supplier. */
  supplier: string;
  baseUrl: string;
  models: string[];
}

/** `GET /api/connections/local` */
export interface LocalServersView {
  items: LocalServerView[];
}

/** A model as its server lists it; what that does not tell is as it is known of the model. */
export interface ListedModel {
  id: string;
  name?: string;
  /** In tokens. */
  window?: number;
  price?: Price;
}

/** `POST /api/connections/models` */
export interface ListedModelsView {
  models: ListedModel[];
}

/** `POST /api/connections/:id/test`: what was found out. Null: it is not known, for what went before failed or nothing was said of it. */
export interface ConnectionTestView {
  reached: boolean;
  keyAccepted: boolean | null;
  modelFound: boolean | null;
  models: string[];
  /** In tokens. */
  window: number | null;
  windowFrom: ModelCard['windowFrom'] | null;
  /** Milliseconds to the first token, of thinking or of the reply. */
  firstTokenMs: number | null;
  /** Whether the model showed that it thinks. */
  thinking: boolean | null;
  /** Whether it can be held to a JSON schema. */
  jsonSchema: boolean | null;
  /** Whether a prefix that is sent again is read from a cache. */
  cached: boolean | null;
  /** Of the vectors that its embedding model makes, where it names one. */
  dimensions: number | null;
  /** The first problem that was met. */
  error?: { code: string; message: string };
}

/** `POST /api/connections/presets/read` */
export interface ReadPresetView {
  preset: Preset;
  /** Names of fields that a preset of a connection does not have. */
  ignored: string[];
}
