import { type BeforeApplicationShutdown, Injectable } from '@nestjs/common';
import type { SignInView } from '../../contracts/bridge.js';
import { Problem } from '../../contracts/problem.js';
import { BridgesService } from '../bridges.service.js';
import { SignIn } from './sign-in.js';

const NONE: SignInView = { state: 'none' };

/** Signing in to WeChat by a code, one attempt a bridge. */
@Injectable()
export class SignIns implements BeforeApplicationShutdown {
  private readonly open = new Map<string, SignIn>();

  constructor(private readonly bridges: BridgesService) {}

  beforeApplicationShutdown(): void {
    for (const signIn of this.open.values()) signIn.cancel();
  }

  /** @throws Problem not_found */
  async view(ownerId: string, id: string): Promise<SignInView> {
    await this.bridges.view(ownerId, id);
    return this.open.get(id)?.look() ?? NONE;
  }

  /** Begins anew: another code. @throws Problem not_found, bad_request */
  async begin(ownerId: string, id: string): Promise<SignInView> {
    const { kind, settings } = await this.bridges.view(ownerId, id);
    if (kind !== 'ilink') throw new Problem('bad_request', 'A bridge of this kind has no codes to scan.');
    this.open.get(id)?.cancel();
    const signIn = new SignIn(settings, (credentials) => this.bridges.signedIn(ownerId, id, credentials));
    this.open.set(id, signIn);
    void signIn.run();
    return signIn.look();
  }

  /** The number that the phone shows. @throws Problem not_found */
  async give(ownerId: string, id: string, number: string): Promise<SignInView> {
    await this.bridges.view(ownerId, id);
    const signIn = this.open.get(id);
    signIn?.give(number);
    return signIn?.look() ?? NONE;
  }

  /** @throws Problem not_found */
  async cancel(ownerId: string, id: string): Promise<void> {
    await this.bridges.view(ownerId, id);
    this.open.get(id)?.cancel();
    this.open.delete(id);
  }
}
