import { Problem } from '../../contracts/problem.js';

/** A request, or what is kept of a socket, once the gate has found whose it is. */
export interface Owned {
  ownerId?: string | null;
  /** The sign-in whose cookie came; unset or null where a token came instead. */
  signInId?: string | null;
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
