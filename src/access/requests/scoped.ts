import { SetMetadata, type Type } from '@nestjs/common';
import type { Scope } from '../../contracts/api-key.js';

const SCOPE = 'scope';

/**
 * Lets keys with this scope ask for a route, or for all routes of a controller that name none of their own. Without it
 * a route is for whoever signed in, and no key opens it.
 */
export const Scoped = (scope: Scope | typeof ANY) => SetMetadata(SCOPE, scope);

/** Every key may ask: the handler itself looks at what for. */
export const ANY = 'any';

/** The scope that a key needs for a handler; undefined where no key may. */
export function scopeOf(controller: Type, handler: object): Scope | typeof ANY | undefined {
  return (Reflect.getMetadata(SCOPE, handler) ?? Reflect.getMetadata(SCOPE, controller)) as
    Scope | typeof ANY | undefined;
}
