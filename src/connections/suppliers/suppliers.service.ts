import { Injectable } from '@nestjs/common';
import { Problem } from '../../contracts/problem.js';
import type {
  ConnectionTestView,
  ListedModelsView,
  LocalServersView,
  SuppliersView,
} from '../../contracts/supplier.js';
import { SUPPLIERS } from '../../model/known/suppliers.js';
import type { ModelConfig } from '../../model/model.config.js';
import { ModelServer, OPENAI } from '../../model/openai/server/model-server.js';
import { ownersAddress } from '../../network/owners-address.js';
import type { Usage } from '../../model/model.js';
import { BackgroundCalls } from '../spending/background-calls.js';
import { ConnectedModels } from '../connected-models.js';
import { keyOf, noSuchConnection } from '../connections.service.js';
import { testConnection } from '../../model/checks/connection-test.js';
import { localServers } from '../../model/checks/local-servers.js';
import { listModels } from '../../model/checks/model-list.js';

/** Where models are to be listed: a connection that is stored, one that is not yet, or the one changed to the other. */
export interface ListWish {
  connectionId?: string;
  baseUrl?: string;
  apiKey?: string;
  headers?: Record<string, string>;
}

/** What can be connected, and whether it works. */
@Injectable()
export class SuppliersService {
  /** Owners whose connection is being tested. */
  private readonly testing = new Set<string>();

  constructor(
    private readonly models: ConnectedModels,
    private readonly calls: BackgroundCalls,
  ) {}

  list(): SuppliersView {
    return {
      items: SUPPLIERS.map(({ id, name, baseUrl, keyUrl, needsKey, note }) => ({
        id,
        name,
        baseUrl,
        ...(keyUrl && { keyUrl }),
        needsKey,
        ...(note && { note }),
      })),
    };
  }

  async local(gone: AbortSignal): Promise<LocalServersView> {
    return { items: await localServers(gone) };
  }

  /** @throws Problem not_found, conflict while another is tested */
  async test(ownerId: string, id: string, gone: AbortSignal): Promise<ConnectionTestView> {
    const config = await this.stored(ownerId, id);
    if (this.testing.has(ownerId))
      throw new Problem('conflict', 'A connection is being tested already. Wait until that has ended.');
    this.testing.add(ownerId);
    const took: Usage[] = [];
    try {
      return await testConnection(config, gone, (usage) => took.push(usage));
    } finally {
      await this.calls.testTook(ownerId, id, took, config.price);
      this.testing.delete(ownerId);
    }
  }

  /** @throws Problem not_found, bad_request, `model_…` */
  async listModels(ownerId: string, wish: ListWish, gone: AbortSignal): Promise<ListedModelsView> {
    const stored = wish.connectionId === undefined ? null : await this.stored(ownerId, wish.connectionId);
    const baseUrl = wish.baseUrl === undefined ? stored?.baseUrl : ownersAddress(wish.baseUrl);
    if (!stored && !baseUrl) throw new Problem('bad_request', 'Enter the address of a server first.');
    const server = new ModelServer({
      baseUrl,
      ...this.keysFor(stored, baseUrl, wish),
      isOwners: wish.baseUrl !== undefined || stored?.isOwners,
    });
    try {
      return { models: await listModels(server, gone) };
    } catch (error) {
      if (gone.aborted) return { models: [] };
      throw error;
    } finally {
      await server.close();
    }
  }

  /** A stored key goes to the server that it was entered for, and to no other. */
  private keysFor(
    stored: ModelConfig | null,
    baseUrl: string | undefined,
    { apiKey, headers }: ListWish,
  ): Pick<ModelConfig, 'apiKey' | 'headers'> {
    const isSame = stored && originOf(stored.baseUrl) === originOf(baseUrl);
    return {
      apiKey: apiKey === undefined ? (isSame ? stored.apiKey : undefined) : keyOf(apiKey),
      headers: headers ?? (isSame ? stored.headers : undefined),
    };
  }

  private async stored(ownerId: string, id: string): Promise<ModelConfig> {
    const config = await this.models.reachedBy(ownerId, id);
    if (!config) throw noSuchConnection();
    return config;
  }
}

function originOf(baseUrl = OPENAI): string {
  return new URL(baseUrl).origin;
}
