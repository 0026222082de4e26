import { Injectable } from '@nestjs/common';
import { Secrets } from '../secrets/secrets.js';

/** What a connection proves itself with. */
export interface Keys {
  apiKey?: string | undefined;
  headers?: Record<string, string> | undefined;
}

/** Keys and headers of connections, as they are stored: sealed, each for its own row. */
@Injectable()
export class Keyring {
  constructor(private readonly secrets: Secrets) {}

  /** Null where there is nothing to keep. */
  seal(id: string, keys: Keys): Buffer | null {
    const { apiKey, headers = {} } = keys;
    if (!apiKey && !Object.keys(headers).length) return null;
    return this.secrets.seal(placeOf(id), JSON.stringify({ apiKey, headers }));
  }

  /** Nothing where there is none, or it was sealed with another key. */
  open({ id, secrets }: { id: string; secrets: Buffer | null }): Keys {
    const opened = secrets && this.secrets.open(placeOf(id), secrets);
    return opened ? (JSON.parse(opened) as Keys) : {};
  }

  isReadable({ id, secrets }: { id: string; secrets: Buffer | null }): boolean {
    return !secrets || this.secrets.open(placeOf(id), secrets) !== null;
  }
}

function placeOf(id: string): string {
  return `connections/${id}`;
}
