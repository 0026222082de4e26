import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import { type ExecutionContext, Get } from '@nestjs/common';
import { Public } from '../requests/public.js';
import { Scoped } from '../requests/scoped.js';
import { SignedInGuard } from './signed-in.guard.js';

class Controller {
  @Get()
  closed() {}

  @Public()
  @Get()
  open() {}

  @Scoped('characters:read')
  @Get()
  scoped() {}
}

@Scoped('sessions:read')
class ScopedController {
  @Get()
  any() {}

  @Scoped('sessions:talk')
  @Get()
  other() {}
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
  const { closed, open, scoped } = Controller.prototype;

  it.each(['http', 'ws'])('without an owner is refused before its handler (%s)', (type) => {
    for (const seen of [{}, { ownerId: null }, { ownerId: '' }])
      expect(() => guard.canActivate(context(type, Controller, closed, seen))).toThrow(/Sign in/);
    expect(guard.canActivate(context(type, Controller, closed, { ownerId: 'x' }))).toBe(true);
  });

  it('needs no owner where its route or its controller is public', () => {
    expect(guard.canActivate(context('http', Controller, open, {}))).toBe(true);
    expect(guard.canActivate(context('http', OpenController, OpenController.prototype.any, {}))).toBe(true);
  });

  it.each(['http', 'ws'])('opens to a key what names one of its scopes, and nothing else (%s)', (type) => {
    const seen = {
      ownerId: 'x',
      key: { id: 'k', name: 'k', scopes: ['characters:read', 'sessions:talk'], limits: {} },
    };
    const ask = (controller: new () => object, handler: object) => () =>
      guard.canActivate(context(type, controller, handler, seen));
    expect(ask(Controller, scoped)()).toBe(true);
    expect(ask(ScopedController, ScopedController.prototype.other)()).toBe(true);
    expect(ask(ScopedController, ScopedController.prototype.any)).toThrow(
      expect.objectContaining({ code: 'scope_missing', scope: 'sessions:read' }),
    );
    expect(ask(Controller, closed)).toThrow(expect.objectContaining({ code: 'owner_only' }));
  });
});
