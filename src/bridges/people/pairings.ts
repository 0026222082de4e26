import { createHash, randomInt } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Buckets } from '../core/buckets.js';
import { type Bridged, type Identity, PeopleRepository } from './people.repository.js';
import { compatible } from '../../text/encoding/normalized.js';

/** Without those that look alike: 0 O 1 I. */
const LETTERS = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';
const LENGTH = 8;
/** With whatever stands between its letters. */
const LONGEST = 100;
const LASTS_MS = 60 * 60_000;
/**
 * Wrong codes of one account: five at once, and five an hour.
 *
 * All accounts together are bound by nothing but a bridge's flood gate, 50 codes a second, whatever else strangers write.
 * It is enough: a code is one of 32^8 = 1.1 * 10^12, and at most six are open at a bridge (three of its own, three of the
 * owner's). 50 guesses a second find one of them within the hour that it is good
 * with a probability of 180,000 * 6 / 1.1 * 10^12 = 10^-6, for which it takes 18,000 accounts; a hundred accounts have
 * 1,000 guesses in that hour, and 5 * 10^-9.
 */
const MOST_WRONG = 5;

/** Codes by which an account of a platform becomes a person's. */
@Injectable()
export class Pairings {
  private readonly tries = new Buckets({ most: MOST_WRONG, aSecond: MOST_WRONG / 3600 });

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
    if (this.tries.isEmpty(own, Date.now())) return null;
    const person = await this.people.pair(bridge, account, name, hashOf(code));
    if (!person) this.tries.of(own, Date.now()).take(Date.now());
    return person;
  }
}

/** What looks like a code in a message, as it was issued; null where nothing does. */
export function codeIn(text: string): string | null {
  if (text.length > LONGEST) return null;
  const plain = compatible(text).replace(/[\s-]/g, '').toUpperCase();
  return plain.length === LENGTH && [...plain].every((letter) => LETTERS.includes(letter)) ? plain : null;
}

const hashOf = (code: string) => createHash('sha256').update(code).digest();
