import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import type { Price } from '../contracts/connection.js';
import type { SpendingBudget } from '../contracts/spending.js';
import { embeddingPrice } from './embedding-price.js';
import { Config } from '../config/config.js';
import { describe } from '../http/problem.filter.js';
import { ExtractiveModel } from '../model/extractive/extractive-model.js';
import type { Model } from '../model/model.js';
import type { ModelConfig } from '../model/model.config.js';
import type { Embedder } from '../model/openai/embeddings/embedder.js';
import { OPENAI } from '../model/openai/server/model-server.js';
import { OpenAiModel } from '../model/openai/openai-model.js';
import { truncate } from '../text/encoding/truncate.js';
import {
  ConnectionsRepository,
  type EnvironmentValues,
  type StoredConnection,
} from './connections.repository.js';
import { Keyring } from './keyring.js';

/** Whose model is wanted, and which connection was chosen for it; null: the owner's default. */
export interface ModelChoice {
  ownerId: string;
  connectionId: string | null;
}

/** A model, and the connection that it is reached by; null: the extractive model, which needs none. */
export interface ConnectedModel {
  model: Model;
  connection: { id: string; name: string } | null;
  price: Price | null;
  /** Of its background work. */
  budget: SpendingBudget;
  /** What its server makes vectors with, where it names a model for that. */
  embedder: Embedder | null;
}

/** What makes vectors, and the connection that it is reached by. */
export interface ConnectedEmbedder {
  embedder: Embedder;
  connection: { id: string; name: string };
  /** Null: not known. */
  price: Price | null;
}

/** An owner's connections as they stand, each with its model once somebody asked for that. */
interface Connected {
  rows: readonly StoredConnection[];
  models: Map<string, ConnectedModel>;
}

/**
 * The models of every owner's connections. They are made when they are first asked for and live until their connection
 * changes; a reply that is under way then goes on to its end.
 */
@Injectable()
export class ConnectedModels implements OnApplicationShutdown {
  private readonly logger = new Logger(ConnectedModels.name);
  private readonly owners = new Map<string, Promise<Connected>>();
  /** Owners whose rows know what the environment says. */
  private readonly seen = new Set<string>();
  private readonly extractive: ConnectedModel;
  /** Goes up whenever a connection changes: what was made for an earlier one may be for another model. */
  revision = 0;

  constructor(
    private readonly config: Config,
    private readonly connections: ConnectionsRepository,
    private readonly keyring: Keyring,
  ) {
    this.extractive = {
      model: new ExtractiveModel(config.model.window),
      connection: null,
      price: null,
      budget: {},
      embedder: null,
    };
  }

  /** What talks: the connection that was chosen, else the owner's default, else the extractive model. */
  async talking({ ownerId, connectionId }: ModelChoice): Promise<ConnectedModel> {
    const connected = await this.connected(ownerId);
    const row =
      connected.rows.find(({ id }) => id === connectionId) ?? connected.rows.find((one) => one.isDefault);
    return row ? this.of(connected, row) : this.extractive;
  }

  /** What writes summaries, sheets and drafts: the owner's connection for that, else what talks. */
  async background(choice: ModelChoice): Promise<ConnectedModel> {
    const connected = await this.connected(choice.ownerId);
    const row = connected.rows.find((one) => one.isBackground);
    return row ? this.of(connected, row) : this.talking(choice);
  }

  /** What makes vectors for recall: the connection that the owner has chosen for that, else nothing. */
  async recall(ownerId: string): Promise<ConnectedEmbedder | null> {
    const connected = await this.connected(ownerId);
    const row = connected.rows.find((one) => one.isRecall);
    const { embedder = null, connection = null } = row ? this.of(connected, row) : {};
    return row && embedder && connection ? { embedder, connection, price: embeddingPrice(row) } : null;
  }

  /** Whether a connection is the owner's. */
  async has(ownerId: string, id: string): Promise<boolean> {
    return (await this.connected(ownerId)).rows.some((row) => row.id === id);
  }

  /** Whether the environment has a key for its connection. */
  get environmentHasKey(): boolean {
    return Boolean(this.config.model.apiKey);
  }

  /** How one connection is reached, its key with it; null where it is none of the owner's. */
  async reachedBy(ownerId: string, id: string): Promise<ModelConfig | null> {
    const row = (await this.connected(ownerId)).rows.find((one) => one.id === id);
    return row ? this.configOf(row) : null;
  }

  /** What servers hold of a session's conversation is given up: something of it was deleted. */
  async forget(cacheKey: string): Promise<void> {
    this.extractive.model.forget(cacheKey);
    for (const connected of this.owners.values())
      for (const { model } of (await connected).models.values()) model.forget(cacheKey);
  }

  /** An owner's connections have changed. @param ids of those whose models must be made anew */
  async changed(ownerId: string, ids: readonly string[]): Promise<void> {
    this.revision++;
    const before = await this.owners.get(ownerId)?.catch(() => null);
    this.owners.delete(ownerId);
    if (!before) return;
    const kept = new Map(before.models);
    for (const id of ids) {
      const gone = kept.get(id);
      kept.delete(id);
      gone?.model.retire().catch((error: unknown) => this.logger.warn(describe(error)));
    }
    const now = await this.connected(ownerId);
    for (const { id } of now.rows) {
      const model = kept.get(id);
      if (model && !now.models.has(id)) now.models.set(id, model);
    }
  }

  /** Closes them as Nest stops, when turns have ended: what they are closed under would be blamed on the model. */
  async onApplicationShutdown(): Promise<void> {
    const all = await Promise.allSettled(this.owners.values());
    const models = all.flatMap((one) => (one.status === 'fulfilled' ? [...one.value.models.values()] : []));
    await Promise.allSettled(models.map(({ model }) => model.close()));
  }

  private connected(ownerId: string): Promise<Connected> {
    let connected = this.owners.get(ownerId);
    if (!connected) {
      connected = this.read(ownerId);
      connected.catch(() => this.owners.delete(ownerId));
      this.owners.set(ownerId, connected);
    }
    return connected;
  }

  private async read(ownerId: string): Promise<Connected> {
    if (!this.seen.has(ownerId)) {
      await this.connections.fromEnvironment(ownerId, environmentValues(this.config.model));
      this.seen.add(ownerId);
    }
    return { rows: await this.connections.list(ownerId), models: new Map() };
  }

  private of({ models }: Connected, row: StoredConnection): ConnectedModel {
    let made = models.get(row.id);
    if (!made) {
      const remember = (model: string, fields: readonly string[]) => void this.remember(row, model, fields);
      const model = new OpenAiModel(this.configOf(row), remember);
      made = {
        model,
        connection: { id: row.id, name: row.name },
        price: row.price,
        budget: row.budget,
        embedder: row.embeddingModel ? model.embedder(row.embeddingModel) : null,
      };
      models.set(row.id, made);
    }
    return made;
  }

  private configOf(row: StoredConnection): ModelConfig {
    if (row.fromEnvironment)
      return {
        ...this.config.model,
        embeddingModel: row.embeddingModel,
        preset: row.preset,
        refused: row.refused,
        sees: row.sees,
      };
    return {
      baseUrl: row.baseUrl,
      apiKey: undefined,
      ...this.keyring.open(row),
      name: row.model || undefined,
      embeddingModel: row.embeddingModel,
      window: row.window ?? undefined,
      transport: row.transport,
      price: row.price ?? undefined,
      preset: row.preset,
      refused: row.refused,
      sees: row.sees,
      isOwners: true,
    };
  }

  private async remember({ id }: StoredConnection, model: string, fields: readonly string[]): Promise<void> {
    try {
      await this.connections.remember(id, model, fields);
    } catch (error) {
      this.logger.warn(`What a model refuses could not be kept: ${describe(error)}`);
    }
  }
}

/** What the environment's row shows; null where it names no model. Its key stays in the environment. */
function environmentValues(model: ModelConfig): EnvironmentValues | null {
  if (!model.baseUrl && !model.apiKey && !model.name) return null;
  return {
    name: truncate(model.name ?? 'OPENAI_BASE_URL', 100),
    baseUrl: model.baseUrl ?? OPENAI,
    model: model.name ?? '',
    window: model.window ?? null,
    price: model.price ?? null,
    transport: model.transport ?? 'chat',
  };
}
