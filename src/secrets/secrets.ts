import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Config } from '../config/config.js';
import { open, seal, sealingKey, type SealingKey } from './sealed.js';

/** Keys and tokens of other services, as they are kept: encrypted with a key that is not in the database. */
@Injectable()
export class Secrets implements OnModuleInit {
  private key!: SealingKey;

  constructor(private readonly config: Config) {}

  async onModuleInit(): Promise<void> {
    const { secretKey, dataDir } = this.config;
    this.key = sealingKey(secretKey ?? (await keptKey(join(dataDir, 'secret-key'))));
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

async function keptKey(path: string): Promise<string> {
  try {
    return (await readFile(path, 'utf8')).trim();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    const key = randomBytes(32).toString('base64url');
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, `${key}\n`, { mode: 0o600, flag: 'wx' });
    return key;
  }
}
