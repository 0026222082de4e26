import { Injectable } from '@nestjs/common';
import { Secrets } from '../secrets/secrets.js';

/** What bridges prove themselves with, as it is stored: sealed, each for its own row. */
@Injectable()
export class BridgeSecrets {
  constructor(private readonly secrets: Secrets) {}

  /** Null where there is nothing to keep. */
  seal(id: string, values: Record<string, string>): Buffer | null {
    return Object.keys(values).length ? this.secrets.seal(placeOf(id), JSON.stringify(values)) : null;
  }

  /** Nothing where there is none, or it was sealed with another key. */
  open({ id, secrets }: { id: string; secrets: Buffer | null }): Record<string, string> {
    const opened = secrets && this.secrets.open(placeOf(id), secrets);
    return opened ? (JSON.parse(opened) as Record<string, string>) : {};
  }

  isReadable({ id, secrets }: { id: string; secrets: Buffer | null }): boolean {
    return !secrets || this.secrets.open(placeOf(id), secrets) !== null;
  }
}

const placeOf = (id: string) => `bridges/${id}`;
