import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import { type ExecutionContext, Get } from '@nestjs/common';
import { Public } from '../requests/public.js';
import { SignedInGuard } from './signed-in.guard.js';

class Controller {
  @Get()
  closed() {}

  @Public()
  @Get()
  open() {}
}

@Public()
class OpenController {
  @Get()
  any() {}
}

const context = (type: string, controller: new () => object, handler: object, seen: object) =>
  ({
    getType: () => type,
    getClass: () => controller,
    getHandler: () => handler,
    switchToHttp: () => ({ getRequest: () => seen }),
    switchToWs: () => ({ getClient: () => ({ data: seen }) }),
  }) as never as ExecutionContext;

describe('what came past the gate', () => {
  const guard = new SignedInGuard();
  const { closed, open } = Controller.prototype;

  it.each(['http', 'ws'])('without an owner is refused before its handler (%s)', (type) => {
    for (const seen of [{}, { ownerId: null }, { ownerId: '' }])
      expect(() => guard.canActivate(context(type, Controller, closed, seen))).toThrow(/Sign in/);
    expect(guard.canActivate(context(type, Controller, closed, { ownerId: 'x' }))).toBe(true);
  });

  it('needs no owner where its route or its controller is public', () => {
    expect(guard.canActivate(context('http', Controller, open, {}))).toBe(true);
    expect(guard.canActivate(context('http', OpenController, OpenController.prototype.any, {}))).toBe(true);
  });
});
