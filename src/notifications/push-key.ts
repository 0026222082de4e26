import { createECDH } from 'node:crypto';
import { join } from 'node:path';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Config } from '../config/config.js';
import { keptSecret } from '../config/kept-secret.js';

/** A P-256 private key has 32 bytes. */
const BYTES = 32;

/**
 * The key by which push services know this server (VAPID, RFC 8292), made at the first start and kept in the data
 * folder. With another key, browsers have to subscribe anew.
 */
@Injectable()
export class PushKey implements OnModuleInit {
  private pair!: { publicKey: string; privateKey: string };

  constructor(private readonly config: Config) {}

  async onModuleInit(): Promise<void> {
    const privateKey = await keptSecret(join(this.config.dataDir, 'push-key'), BYTES);
    const curve = createECDH('prime256v1');
    curve.setPrivateKey(Buffer.from(privateKey, 'base64url'));
    this.pair = { publicKey: curve.getPublicKey('base64url'), privateKey };
  }

  get publicKey(): string {
    return this.pair.publicKey;
  }

  get vapidDetails(): { subject: string; publicKey: string; privateKey: string } {
    return { subject: SUBJECT, ...this.pair };
  }
}

/** Push services want somebody to write to; a private server has nobody to name. */
const SUBJECT = 'mailto:owner@keepsake.example';
