import { createHash, timingSafeEqual } from 'node:crypto';
import { join } from 'node:path';
import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import type { Repository } from 'typeorm';
import { Config } from '../../config/config.js';
import { keptSecret } from '../../config/kept-secret.js';
import { Problem } from '../../contracts/problem.js';
import { Attempts } from './attempts.js';
import { Owner, type SignIn } from './owner.entity.js';
import { SignInsService } from './sign-ins.service.js';
import { ApiKeysService, limitsOf } from '../keys/api-keys.service.js';
import type { Owned } from '../requests/owned.js';

const hashOf = (secret: string) => createHash('sha256').update(secret).digest();

/**
 * Who is asking: the owner's token, the cookies of signed-in browsers, the one-time codes of sign-in links, and the keys
 * of programs.
 *
 * Every failure counts for its address (`Attempts`) and is a line in the log that fail2ban can read. From an address
 * that is throttled, what is wrong is refused with a time to wait. What is right is let in all the same, so that nobody
 * is locked out by whoever shares their address: cookies, codes, keys and a token that was made here are 192 random bits or
 * more, and no number of guesses finds one. Only an OWNER_TOKEN may be a person's choice. Ten different wrong ones, and none is
 * looked at for as long as the address is throttled, for a right one that is let in is what a guesser looks for. A link
 * or a cookie opens the door meanwhile.
 */
@Injectable()
export class AccessService implements OnModuleInit {
  /** Filters of operators read this name. */
  private readonly logger = new Logger('Access');
  private readonly attempts = new Attempts();
  private tokenHash!: Buffer;
  private tokenWasChosen!: boolean;
  private owner!: Owner;

  constructor(
    private readonly config: Config,
    @InjectRepository(Owner) private readonly owners: Repository<Owner>,
    private readonly signIns: SignInsService,
    private readonly keys: ApiKeysService,
  ) {}

  async onModuleInit(): Promise<void> {
    const { ownerToken, dataDir } = this.config;
    const token = ownerToken ?? (await keptSecret(join(dataDir, 'owner-token'), 24));
    this.tokenHash = hashOf(token);
    this.tokenWasChosen = ownerToken !== undefined || !MADE.test(token);
    const [first] = await this.owners.find({ order: { createdAt: 'ASC' }, take: 1 });
    this.owner = first ?? (await this.owners.save({ name: 'owner' }));
    await this.signIns.begin(this.owner.id, token);
  }

  /** The owner's id; there is one so far. */
  get ownerId(): string {
    return this.owner.id;
  }

  /** A code for a sign-in link, good once within ten minutes. */
  async issueCode(): Promise<string> {
    return this.signIns.issueCode(this.owner.id);
  }

  /**
   * The owner whom a code or the owner's token names.
   * @throws Problem sign_in_refused, sign_in_throttled
   */
  async byProof(proof: { code: string } | { token: string }, address: string): Promise<string> {
    if ('token' in proof) {
      const ownerId = this.byToken(proof.token, address);
      if (ownerId) return ownerId;
      throw new Problem(
        'sign_in_refused',
        'That is not the owner token. It is in the file owner-token in the data folder, or in OWNER_TOKEN.',
      );
    }
    const ownerId = await this.signIns.spend(proof.code);
    if (ownerId) return ownerId;
    this.refuse(address, 'code');
    throw new Problem(
      'sign_in_refused',
      'This sign-in link was used already or is older than ten minutes. Start Keepsake again for a new one, or enter the owner token.',
    );
  }

  /**
   * The owner whom a token names, or null. Takes the same time for any token that is looked at.
   * @throws Problem sign_in_throttled
   */
  byToken(token: string, address: string): string | null {
    if (this.tokenWasChosen && !this.attempts.mayGuess(address)) throw this.tooMany(address);
    const hash = hashOf(token);
    if (timingSafeEqual(hash, this.tokenHash)) return this.owner.id;
    this.refuse(address, 'token', hash.toString('base64', 0, 12));
    return null;
  }

  /**
   * The sign-in that a cookie stands for, or null. One that was good once is no attempt.
   * @throws Problem sign_in_throttled
   */
  async byCookie(cookie: string, address: string): Promise<SignIn | null> {
    const found = await this.signIns.byCookie(cookie, address);
    if (!found) this.refuse(address, 'cookie');
    return found && this.signIns.isGood(found) ? found : null;
  }

  /**
   * Whose an API key is, and what it is for; null where there is none such.
   * @throws Problem key_expired, sign_in_throttled
   */
  async byKey(key: string, address: string): Promise<Required<Pick<Owned, 'ownerId' | 'key'>> | null> {
    const found = await this.keys.find(key);
    if (!found) {
      this.refuse(address, 'key');
      return null;
    }
    const { id, ownerId, name, scopes, expiresAt } = found;
    if (expiresAt && expiresAt <= new Date())
      throw new Problem(
        'key_expired',
        `This API key expired on ${expiresAt.toISOString()}. Make another one.`,
      );
    return { ownerId, key: { id, name, scopes, limits: limitsOf(found) } };
  }

  /** @throws Problem sign_in_throttled when this address has failed too often already */
  private refuse(
    address: string,
    what: 'token' | 'code' | 'cookie' | 'key',
    guess: string | null = null,
  ): void {
    const isThrottled = this.attempts.wait(address) > 0;
    this.attempts.failed(address, guess);
    if (isThrottled) throw this.tooMany(address);
    // Filters of fail2ban match these lines. While an address is throttled there are none: no flood fills the log.
    this.logger.warn(`Sign-in refused from ${address} (${what})`);
    const wait = this.attempts.wait(address);
    if (wait > 0) this.logger.warn(`Sign-in throttled from ${address} for ${wait} s`);
  }

  private tooMany(address: string): Problem {
    const retryAfter = this.attempts.wait(address);
    return new Problem(
      'sign_in_throttled',
      `Too many attempts to sign in failed from your address. Try again in ${retryAfter} seconds, or start Keepsake again and open the link that it prints.`,
      { retryAfter },
    );
  }
}

/** A token that was made here. */
const MADE = /^[\w-]{32}$/;
