import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { ConnectionsView, ConnectionView, ConnectionWish } from '../contracts/connection.js';
import { Problem } from '../contracts/problem.js';
import { ownersAddress } from '../network/owners-address.js';
import { storable } from '../text/encoding/storable.js';
import { ConnectedModels } from './connected-models.js';
import {
  ConnectionsRepository,
  type ConnectionValues,
  type StoredConnection,
  VALUE_FIELDS,
} from './connections.repository.js';
import { Keyring } from './keyring.js';

/** What the environment's connection lets one say of it. */
const OF_ENVIRONMENT: ReadonlySet<string> = new Set([
  'preset',
  'budget',
  'sees',
  'isDefault',
  'isBackground',
  'embeddingModel',
  'isRecall',
  'revision',
]);

/** The models that an owner has connected. A change holds from the next turn on. */
@Injectable()
export class ConnectionsService {
  constructor(
    private readonly connections: ConnectionsRepository,
    private readonly keyring: Keyring,
    private readonly models: ConnectedModels,
  ) {}

  async list(ownerId: string): Promise<ConnectionsView> {
    // Asked for first: what the environment says is a row by then.
    const { model } = await this.models.talking({ ownerId, connectionId: null });
    const rows = await this.connections.list(ownerId);
    return { items: rows.map((row) => this.viewOf(row)), model: await model.card() };
  }

  /** @throws Problem not_found */
  async view(ownerId: string, id: string): Promise<ConnectionView> {
    return this.viewOf(await this.stored(ownerId, id));
  }

  /** @throws Problem bad_request */
  async create(ownerId: string, wish: ConnectionWish & { baseUrl: string }): Promise<ConnectionView> {
    const id = randomUUID();
    const baseUrl = ownersAddress(wish.baseUrl);
    await this.models.talking({ ownerId, connectionId: null });
    await this.connections.create(ownerId, id, {
      name: nameOf(wish.name) || wish.model?.trim().slice(0, 100) || new URL(baseUrl).host,
      supplier: wish.supplier ?? '',
      baseUrl,
      secrets: this.keyring.seal(id, { apiKey: keyOf(wish.apiKey), headers: wish.headers }),
      model: storable(wish.model ?? '').trim(),
      window: wish.window ?? null,
      price: wish.price ?? null,
      transport: wish.transport ?? 'chat',
      preset: wish.preset ?? {},
      budget: wish.budget ?? {},
      sees: wish.sees ?? null,
      embeddingModel: storable(wish.embeddingModel ?? '').trim(),
    });
    await this.choose(ownerId, id, wish);
    await this.models.changed(ownerId, []);
    return this.view(ownerId, id);
  }

  /** @throws Problem not_found, bad_request, conflict */
  async change(ownerId: string, id: string, wish: ConnectionWish): Promise<ConnectionView> {
    const row = await this.stored(ownerId, id);
    if (wish.revision !== undefined && wish.revision !== row.revision) throw changedMeanwhile();
    if (row.fromEnvironment && Object.keys(wish).some((field) => !OF_ENVIRONMENT.has(field)))
      throw new Problem(
        'bad_request',
        'This connection is set by environment variables: change it there, or add another one.',
      );
    const values = this.changed(row, wish);
    if (VALUE_FIELDS.some((field) => JSON.stringify(values[field]) !== JSON.stringify(row[field]))) {
      const refused =
        values.baseUrl === row.baseUrl && !wish.preset && wish.sees === undefined ? row.refused : {};
      if (!(await this.connections.change(ownerId, id, { ...values, refused }, row.revision)))
        throw changedMeanwhile();
    }
    await this.choose(ownerId, id, wish);
    await this.models.changed(ownerId, [id]);
    return this.view(ownerId, id);
  }

  /** @throws Problem not_found, bad_request for the environment's */
  async delete(ownerId: string, id: string): Promise<void> {
    const row = await this.stored(ownerId, id);
    if (row.fromEnvironment)
      throw new Problem(
        'bad_request',
        'This connection is set by environment variables: it goes when they are unset.',
      );
    await this.connections.delete(ownerId, id);
    await this.models.changed(ownerId, [id]);
  }

  private async choose(ownerId: string, id: string, wish: ConnectionWish): Promise<void> {
    // There is always a default: it is given up by choosing another.
    if (wish.isDefault) await this.connections.choose(ownerId, id, 'default', true);
    if (wish.isBackground !== undefined)
      await this.connections.choose(ownerId, id, 'background', wish.isBackground);
    if (wish.isRecall !== undefined) await this.connections.choose(ownerId, id, 'recall', wish.isRecall);
  }

  private changed(row: StoredConnection, wish: ConnectionWish): ConnectionValues {
    const baseUrl = wish.baseUrl === undefined ? row.baseUrl : ownersAddress(wish.baseUrl);
    // A key is for the server that it was entered for: to another it goes only when it is entered again.
    const isSameServer = new URL(baseUrl).origin === new URL(row.baseUrl).origin;
    const known = isSameServer ? this.keyring.open(row) : {};
    const isKeySaid = wish.apiKey !== undefined || wish.headers !== undefined;
    const keys = {
      apiKey: wish.apiKey === undefined ? known.apiKey : keyOf(wish.apiKey),
      headers: wish.headers ?? known.headers,
    };
    return {
      name: wish.name === undefined ? row.name : nameOf(wish.name) || row.name,
      supplier: wish.supplier ?? row.supplier,
      baseUrl,
      secrets: isSameServer && !isKeySaid ? row.secrets : this.keyring.seal(row.id, keys),
      model: wish.model === undefined ? row.model : storable(wish.model).trim(),
      window: wish.window === undefined ? row.window : wish.window,
      price: wish.price === undefined ? row.price : wish.price,
      transport: wish.transport ?? row.transport,
      preset: wish.preset ?? row.preset,
      budget: wish.budget ?? row.budget,
      sees: wish.sees === undefined ? row.sees : wish.sees,
      embeddingModel:
        wish.embeddingModel === undefined ? row.embeddingModel : storable(wish.embeddingModel).trim(),
    };
  }

  private async stored(ownerId: string, id: string): Promise<StoredConnection> {
    await this.models.talking({ ownerId, connectionId: null });
    const row = (await this.connections.list(ownerId)).find((one) => one.id === id);
    if (!row) throw noSuchConnection();
    return row;
  }

  private viewOf(row: StoredConnection): ConnectionView {
    const keys = this.keyring.open(row);
    return {
      id: row.id,
      name: row.name,
      supplier: row.supplier,
      baseUrl: row.baseUrl,
      hasKey: row.fromEnvironment ? this.models.environmentHasKey : Boolean(keys.apiKey),
      keyUnreadable: !this.keyring.isReadable(row),
      headers: Object.keys(keys.headers ?? {}),
      model: row.model,
      ...(row.window !== null && { window: row.window }),
      ...(row.price && { price: row.price }),
      transport: row.transport,
      preset: row.preset,
      budget: row.budget,
      sees: row.sees,
      refused: row.refused,
      isDefault: row.isDefault,
      isBackground: row.isBackground,
      embeddingModel: row.embeddingModel,
      isRecall: row.isRecall,
      readOnly: row.fromEnvironment,
      usedBy: { characters: row.characters, sessions: row.sessions },
      revision: row.revision,
      createdAt: row.createdAt.toISOString(),
    };
  }
}

function nameOf(text: string | undefined): string {
  return storable(text ?? '').trim();
}

/** Keys are copied from pages and mails: what stands around one is no part of it. */
export function keyOf(given: string | undefined): string | undefined {
  const key = (given ?? '').trim().replace(/^Bearer\s+/i, '');
  if (/[^\x21-\x7e]/.test(key))
    throw new Problem(
      'bad_request',
      'The key has a line break, a blank or another character in it that no key has. Copy it once more.',
    );
  return key || undefined;
}

function changedMeanwhile(): Problem {
  return new Problem('conflict', 'This connection was changed elsewhere meanwhile. Look at it again.');
}

export function noSuchConnection(): Problem {
  return new Problem('not_found', 'There is no such connection, or it is not yours.');
}
