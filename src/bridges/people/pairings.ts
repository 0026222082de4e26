import { createHash, randomInt } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { type Bridged, type Identity, PeopleRepository } from './people.repository.js';

/** Without those that look alike: 0 O 1 I. */
const LETTERS = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';
const LENGTH = 8;
const LASTS_MS = 60 * 60_000;
/** Wrong codes of one account, and of all of a bridge, within an hour. */
const MOST_WRONG = 5;
const MOST_WRONG_OF_ALL = 100;

/** Codes by which an account of a platform becomes a person's. */
@Injectable()
export class Pairings {
  private readonly wrong = new LRUCache<string, number>({ max: 10_000, ttl: LASTS_MS, noUpdateTTL: true });

  constructor(private readonly people: PeopleRepository) {}

  /**
   * @param bridgeId null: at every bridge of the owner's
   * @param characterId who answers; null: whoever does there
   */
  async issue(
    ownerId: string,
    bridgeId: string | null,
    characterId: string | null,
  ): Promise<{ code: string; expiresAt: Date }> {
    const code = Array.from({ length: LENGTH }, () => LETTERS[randomInt(LETTERS.length)]).join('');
    const expiresAt = new Date(Date.now() + LASTS_MS);
    await this.people.keepPairing(ownerId, { bridgeId, characterId, codeHash: hashOf(code), expiresAt });
    return { code, expiresAt };
  }

  /** Uses a code; null where it is not good, or too many were not. */
  async use(bridge: Bridged, account: string, name: string, code: string): Promise<Identity | null> {
    const own = `${bridge.id} ${account}`;
    if (this.wrongOf(own) >= MOST_WRONG || this.wrongOf(bridge.id) >= MOST_WRONG_OF_ALL) return null;
    const person = await this.people.pair(bridge, account, name, hashOf(code));
    if (!person) for (const key of [own, bridge.id]) this.wrong.set(key, this.wrongOf(key) + 1);
    return person;
  }

  private wrongOf(key: string): number {
    return this.wrong.get(key) ?? 0;
  }
}

/** What looks like a code in a message, as it was issued; null where nothing does. */
export function codeIn(text: string): string | null {
  const plain = text.normalize('NFKC').replace(/[\s-]/g, '').toUpperCase();
  return plain.length === LENGTH && [...plain].every((letter) => LETTERS.includes(letter)) ? plain : null;
}

const hashOf = (code: string) => createHash('sha256').update(code).digest();
