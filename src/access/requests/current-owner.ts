import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { type Owned, ownerIn } from './owned.js';

/** The id of the sign-in that a request comes from; null where it came with a token. */
export const CurrentSignIn = createParamDecorator(
  (_: unknown, context: ExecutionContext) => context.switchToHttp().getRequest<Owned>().signInId ?? null,
);

/** The id of the owner who is signed in. */
export const CurrentOwner = createParamDecorator((_: unknown, context: ExecutionContext) =>
  ownerIn(context.switchToHttp().getRequest<Owned>()),
);
