import { createHash, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import type { Repository } from 'typeorm';
import {
  type ApiCallView,
  type ApiKeyView,
  type KeyLimits,
  type NewApiKeyView,
  type Scope,
  SCOPES,
} from '../../contracts/api-key.js';
import { Problem } from '../../contracts/problem.js';
import { DatabaseWatch } from '../../database/database-watch.js';
import { SignInsService } from '../sign-ins/sign-ins.service.js';
import { ApiCall, ApiKey } from './api-key.entity.js';

/** Says what it is, so that scanners of published code know it and tell its owner. */
export const KEY_PREFIX = 'ksk_';
const MOST_KEYS = 200;
const MOST_CALLS = 100;

const missing = () => new Problem('not_found', 'There is no such key, or it was revoked already.');
const hashOf = (key: string) => createHash('sha256').update(key).digest();

/** Keys: made, listed, found by what comes with a request, revoked. */
@Injectable()
export class ApiKeysService {
  constructor(
    @InjectRepository(ApiKey) private readonly keys: Repository<ApiKey>,
    @InjectRepository(ApiCall) private readonly calls: Repository<ApiCall>,
    private readonly signIns: SignInsService,
    private readonly database: DatabaseWatch,
  ) {}

  /** @throws Problem conflict where there are two hundred already */
  async create(
    ownerId: string,
    wish: { name: string; scopes: Scope[]; expiresAt: Date | null; limits: KeyLimits },
  ): Promise<NewApiKeyView> {
    if ((await this.keys.countBy({ ownerId })) >= MOST_KEYS)
      throw new Problem('conflict', `There are ${MOST_KEYS} keys already. Revoke those that nobody needs.`);
    const key = KEY_PREFIX + randomBytes(32).toString('base64url');
    const { name, expiresAt, limits } = wish;
    const scopes = SCOPES.filter((scope) => wish.scopes.includes(scope));
    const row = { ownerId, hash: hashOf(key), hint: key.slice(-4), name, scopes, expiresAt, ...limits };
    return { ...viewOf(await this.keys.save(row as ApiKey)), key };
  }

  /** The newest first. */
  async list(ownerId: string): Promise<ApiKeyView[]> {
    const rows = await this.keys.find({ where: { ownerId }, order: { createdAt: 'DESC', id: 'ASC' } });
    return rows.map(viewOf);
  }

  /** @throws Problem not_found */
  async change(
    ownerId: string,
    id: string,
    { name, limits }: { name?: string | undefined; limits?: KeyLimits | undefined },
  ): Promise<ApiKeyView> {
    if (name !== undefined || limits)
      await this.keys.update({ ownerId, id }, { ...(name && { name }), ...limits });
    const row = await this.keys.findOneBy({ ownerId, id });
    if (!row) throw missing();
    return viewOf(row);
  }

  /** The latest requests that came with any of an owner's keys. */
  async latestCalls(ownerId: string): Promise<ApiCallView[]> {
    const rows = await this.calls.find({
      where: { ownerId },
      order: { at: 'DESC', id: 'ASC' },
      take: MOST_CALLS,
    });
    return rows.map(({ at, keyName, method, route, status, ms }) => ({
      at: at.toISOString(),
      keyName,
      method,
      route,
      status,
      ms,
    }));
  }

  /**
   * Ends a key at once, with what is open for it: sockets, running answers.
   * @throws Problem not_found
   */
  async revoke(ownerId: string, id: string): Promise<void> {
    const { affected } = await this.keys.delete({ ownerId, id });
    if (!affected) throw missing();
    this.signIns.open.end(id);
  }

  /** The key that came with a request, if there is one such; it may have expired. */
  find(key: string): Promise<ApiKey | null> {
    return this.database.whileItAnswers(this.keys.findOneBy({ hash: hashOf(key) }));
  }
}

export const limitsOf = (row: ApiKey): KeyLimits => ({
  requestsPerMinute: row.requestsPerMinute,
  requestsPerDay: row.requestsPerDay,
  tokensPerMinute: row.tokensPerMinute,
  tokensPerDay: row.tokensPerDay,
});

function viewOf(row: ApiKey): ApiKeyView {
  return {
    id: row.id,
    name: row.name,
    hint: row.hint,
    scopes: row.scopes,
    limits: limitsOf(row),
    createdAt: row.createdAt.toISOString(),
    expiresAt: row.expiresAt?.toISOString() ?? null,
    lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
    lastAddress: row.lastAddress ?? '',
  };
}
