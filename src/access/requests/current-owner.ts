import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { type Owned, ownerIn } from './owned.js';

/** The id of the sign-in that a request comes from; null where it came with a token. */
export const CurrentSignIn = createParamDecorator(
  (_: unknown, context: ExecutionContext) => context.switchToHttp().getRequest<Owned>().signInId ?? null,
);

/** The key that a request came with; null where the owner signed in. */
export const CurrentKey = createParamDecorator(
  (_: unknown, context: ExecutionContext) => context.switchToHttp().getRequest<Owned>().key ?? null,
);

/** The id of the owner who is signed in. */
export const CurrentOwner = createParamDecorator((_: unknown, context: ExecutionContext) =>
  ownerIn(context.switchToHttp().getRequest<Owned>()),
);
