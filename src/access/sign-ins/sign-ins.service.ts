import { createHash, randomBytes, scrypt } from 'node:crypto';
import { promisify } from 'node:util';
import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { LessThan, MoreThan, Not, type Repository } from 'typeorm';
import type { SignInView } from '../../contracts/sign-in.js';
import { DatabaseWatch } from '../../database/database-watch.js';
import { type Held, OpenSignIns } from './open-sign-ins.js';
import { SignIn } from './owner.entity.js';
import { SignInsRepository, type WhichSignIns } from './sign-ins.repository.js';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
export const CODE_LASTS = 10 * MINUTE;
export const COOKIE_LASTS = 400 * DAY;
/** An ended cookie is remembered as such. */
const REMEMBERED = 30 * DAY;
/** `last_seen_at` is written no more often. */
const SEEN_EVERY = 5 * MINUTE;
/** So often it is looked whether what is open may stay open. */
const LOOK_EVERY = 5000;
const MOST_LISTED = 500;

const hashOf = (secret: string) => createHash('sha256').update(secret).digest();
const derive = promisify(scrypt) as (
  secret: string,
  salt: string,
  length: number,
  cost: { N: number; r: number; p: number; maxmem: number },
) => Promise<Buffer>;

/**
 * The rows of signed-in browsers and of the codes of sign-in links, and what is open for them. Each is bound to the
 * owner's token: with another token all of them end.
 */
@Injectable()
export class SignInsService implements OnModuleDestroy {
  readonly open = new OpenSignIns();
  private tokenHash!: Buffer;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    @InjectRepository(SignIn) private readonly rows: Repository<SignIn>,
    private readonly statements: SignInsRepository,
    private readonly database: DatabaseWatch,
  ) {}

  /**
   * Ends what was made with another token, and forgets what ended long ago.
   *
   * The token's hash stands in the database, and a token may be of a person's choice: so it is scrypt's, salted by the
   * owner's id. Who gets hold of the database pays some 0.1 s and 32 MB for each guess.
   */
  async begin(ownerId: string, token: string): Promise<void> {
    this.tokenHash = await derive(token, ownerId, 32, { N: 2 ** 15, r: 8, p: 1, maxmem: 64 * 1024 * 1024 });
    await this.rows.update(
      { ownerId, tokenHash: Not(this.tokenHash), expiresAt: MoreThan(new Date()) },
      { expiresAt: new Date(), address: '', device: '' },
    );
    await this.forget(ownerId);
    this.lookSoon();
  }

  onModuleDestroy(): void {
    clearTimeout(this.timer);
  }

  /** A code for a sign-in link, good once within ten minutes. */
  async issueCode(ownerId: string): Promise<string> {
    await this.forget(ownerId);
    return this.issue({ kind: 'code', ownerId, expiresAt: new Date(Date.now() + CODE_LASTS) });
  }

  /** @returns the cookie's value */
  async issueCookie(ownerId: string, address: string, device: string): Promise<string> {
    await this.forget(ownerId);
    const expiresAt = new Date(Date.now() + COOKIE_LASTS);
    return this.issue({ kind: 'cookie', ownerId, expiresAt, address, device });
  }

  /** Whose code it was. One statement, so that of two who use the same code at once only one gets in. */
  async spend(code: string): Promise<string | null> {
    return this.statements.spend(hashOf(code), this.tokenHash);
  }

  /**
   * @param address where it is seen now
   * @returns null for one that was never issued; whether it is still good is told by `isGood`
   */
  async byCookie(cookie: string, address: string): Promise<SignIn | null> {
    const looking = this.rows.findOneBy({ hash: hashOf(cookie), kind: 'cookie' });
    const found = await this.database.whileItAnswers(looking);
    if (found && this.isGood(found) && Date.now() - found.lastSeenAt.getTime() > SEEN_EVERY) {
      // Nobody waits for it, and it may fail: the next request writes it then.
      void this.rows.update({ id: found.id }, { lastSeenAt: new Date(), address }).catch(() => undefined);
    }
    return found;
  }

  isGood({ expiresAt, tokenHash }: SignIn): boolean {
    return expiresAt > new Date() && tokenHash.equals(this.tokenHash);
  }

  /** Those that are good, the one seen last first. */
  async list(ownerId: string, current: string | null): Promise<SignInView[]> {
    const found = await this.rows.find({
      where: { ownerId, kind: 'cookie', tokenHash: this.tokenHash, expiresAt: MoreThan(new Date()) },
      order: { lastSeenAt: 'DESC', id: 'ASC' },
      take: MOST_LISTED,
    });
    return found.map(({ id, createdAt, lastSeenAt, address, device }) => ({
      id,
      createdAt: createdAt.toISOString(),
      lastSeenAt: lastSeenAt.toISOString(),
      address,
      device,
      current: id === current,
    }));
  }

  /**
   * Ends one sign-in, or all, or all but one, and whatever is open for them at once, with the links that were not used
   * yet.
   *
   * @param asking the answer to the request that wants this; it is spared
   * @returns how many
   */
  async end(ownerId: string, which: WhichSignIns, asking?: Held): Promise<number> {
    const ended = await this.statements.end(ownerId, which);
    for (const id of ended) this.open.end(id, asking);
    return ended.length;
  }

  /** Ends the sign-in that a cookie stands for, where there is one. */
  async endCookie(ownerId: string, cookie: string): Promise<void> {
    const found = await this.rows.findOneBy({ hash: hashOf(cookie), kind: 'cookie', ownerId });
    if (found) await this.end(ownerId, { id: found.id, isOwn: true });
  }

  private async issue(
    row: Pick<SignIn, 'kind' | 'ownerId' | 'expiresAt'> & Partial<SignIn>,
  ): Promise<string> {
    const secret = randomBytes(24).toString('base64url');
    await this.rows.insert({ ...row, hash: hashOf(secret), tokenHash: this.tokenHash });
    return secret;
  }

  /** Codes that nobody used, and cookies that ended long ago. */
  private async forget(ownerId: string): Promise<void> {
    await this.rows.delete({ ownerId, kind: 'code', expiresAt: LessThan(new Date()) });
    await this.rows.delete({ expiresAt: LessThan(new Date(Date.now() - REMEMBERED)) });
  }

  private lookSoon(): void {
    this.timer = setTimeout(() => {
      void this.look()
        .catch(() => undefined) // The database is away; what is open stays until it can be asked.
        .finally(() => this.lookSoon());
    }, LOOK_EVERY).unref();
  }

  /** What is open is in use, and ends when its sign-in has expired or was ended elsewhere. */
  private async look(): Promise<void> {
    const ids = this.open.ids();
    if (ids.length === 0) return;
    const good = new Set(await this.statements.see(ids, this.tokenHash, SEEN_EVERY));
    for (const id of ids) if (!good.has(id)) this.open.end(id);
  }
}
