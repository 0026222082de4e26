import { join } from 'node:path';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Config } from '../config/config.js';
import { keptSecret } from '../config/kept-secret.js';
import { open, seal, sealingKey, type SealingKey } from './sealed.js';

/** Keys and tokens of other services, as they are kept: encrypted with a key that is not in the database. */
@Injectable()
export class Secrets implements OnModuleInit {
  private key!: SealingKey;

  constructor(private readonly config: Config) {}

  async onModuleInit(): Promise<void> {
    const { secretKey, dataDir } = this.config;
    this.key = sealingKey(secretKey ?? (await keptSecret(join(dataDir, 'secret-key'), 32)));
  }

  /** @param place what it belongs to; only there it opens again */
  seal(place: string, text: string): Buffer {
    return seal(this.key, place, text);
  }

  /** Null where the key is another than it was sealed with. */
  open(place: string, sealed: Buffer): string | null {
    return open(this.key, place, sealed);
  }
}
