import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { LessThan, type Repository } from 'typeorm';
import { Config } from '../config/config.js';
import { Problem } from '../problem.js';
import { Owner, SignIn } from './owner.entity.js';

const CODE_MINUTES = 10;
const COOKIE_DAYS = 400;

const hashOf = (secret: string) => createHash('sha256').update(secret).digest();
const after = (minutes: number) => new Date(Date.now() + minutes * 60_000);

/** Who is asking: the owner's token, the cookies of signed-in browsers, and the one-time codes of sign-in links. */
@Injectable()
export class Access implements OnModuleInit {
  private tokenHash!: Buffer;
  private owner!: Owner;

  constructor(
    private readonly config: Config,
    @InjectRepository(Owner) private readonly owners: Repository<Owner>,
    @InjectRepository(SignIn) private readonly signIns: Repository<SignIn>,
  ) {}

  async onModuleInit(): Promise<void> {
    this.tokenHash = hashOf(
      this.config.ownerToken ?? (await keptToken(join(this.config.dataDir, 'owner-token'))),
    );
    const [first] = await this.owners.find({ order: { createdAt: 'ASC' }, take: 1 });
    this.owner = first ?? (await this.owners.save({ name: 'owner' }));
    await this.signIns.delete({ expiresAt: LessThan(new Date()) });
  }

  /** The owner's id; there is one so far. */
  get ownerId(): string {
    return this.owner.id;
  }

  /** A code for a sign-in link, good once within ten minutes. */
  async issueCode(): Promise<string> {
    return this.issue('code', this.owner.id, CODE_MINUTES);
  }

  /**
   * Changes a code or the owner's token for a cookie's value.
   * @throws Problem sign_in_refused
   */
  async signIn(proof: { code: string } | { token: string }): Promise<string> {
    const ownerId = 'token' in proof ? this.byToken(proof.token) : await this.spend(proof.code);
    if (!ownerId) {
      throw new Problem(
        'sign_in_refused',
        'code' in proof
          ? 'This sign-in link was used already or is older than ten minutes. Start Keepsake again for a new one, or enter the owner token.'
          : 'That is not the owner token. It is in the file owner-token in the data folder, or in OWNER_TOKEN.',
      );
    }
    return this.issue('cookie', ownerId, COOKIE_DAYS * 24 * 60);
  }

  async signOut(cookie: string): Promise<void> {
    await this.signIns.delete({ hash: hashOf(cookie) });
  }

  /** The owner whom a bearer token names, or null. Takes the same time for any token. */
  byToken(token: string): string | null {
    return timingSafeEqual(hashOf(token), this.tokenHash) ? this.owner.id : null;
  }

  async byCookie(cookie: string): Promise<string | null> {
    const found = await this.signIns.findOneBy({ hash: hashOf(cookie), kind: 'cookie' });
    return found && found.expiresAt > new Date() ? found.ownerId : null;
  }

  private async issue(kind: SignIn['kind'], ownerId: string, minutes: number): Promise<string> {
    const secret = randomBytes(24).toString('base64url');
    await this.signIns.insert({ hash: hashOf(secret), ownerId, kind, expiresAt: after(minutes) });
    return secret;
  }

  /** One statement, so that of two who use the same code at once only one gets in. */
  private async spend(code: string): Promise<string | null> {
    const [rows] = await this.signIns.query<[{ owner_id: string }[], number]>(
      `DELETE FROM sign_ins WHERE hash = $1 AND kind = 'code' AND expires_at > now() RETURNING owner_id`,
      [hashOf(code)],
    );
    return rows[0]?.owner_id ?? null;
  }
}

async function keptToken(path: string): Promise<string> {
  const kept = (await readFile(path, 'utf8').catch(() => '')).trim();
  if (kept) return kept;
  const made = randomBytes(24).toString('base64url');
  await writeFile(path, `${made}\n`, { mode: 0o600 });
  return made;
}
