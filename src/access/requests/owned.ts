import type { KeyLimits, Scope } from '../../contracts/api-key.js';
import { Problem } from '../../contracts/problem.js';

/** A key that a request came with. */
export interface KeyInUse {
  readonly id: string;
  readonly name: string;
  readonly scopes: readonly Scope[];
  readonly limits: KeyLimits;
}

/** A request, or what is kept of a socket, once the gate has found whose it is. */
export interface Owned {
  ownerId?: string | null;
  /** The sign-in whose cookie came; unset or null where a token came instead. */
  signInId?: string | null;
  /** The key that came in the owner's stead; unset or null where the owner signed in. */
  key?: KeyInUse | null;
}

/**
 * The owner's id.
 * @throws Problem not_signed_in for what came past the gate without one
 */
export function ownerIn({ ownerId }: Owned): string {
  if (ownerId) return ownerId;
  throw new Problem(
    'not_signed_in',
    'Sign in with the link that Keepsake printed when it started, or send the owner token.',
  );
}

/** What somebody came by that can be ended: a sign-in or a key. */
export const endableIn = ({ signInId, key }: Owned): string | null => signInId ?? key?.id ?? null;

/**
 * @param scope that the route names; undefined where no key may
 * @throws Problem scope_missing, owner_only
 */
export function assertScope({ key }: Owned, scope: Scope | undefined): void {
  if (!key) return;
  if (!scope) throw new Problem('owner_only', 'No API key opens this: sign in as the owner.');
  if (!key.scopes.includes(scope))
    throw new Problem('scope_missing', `This API key lacks the scope ${scope}. Make one that has it.`, {
      scope,
    });
}
