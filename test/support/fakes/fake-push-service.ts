import {
  createDecipheriv,
  createECDH,
  createPublicKey,
  type ECDH,
  hkdfSync,
  randomBytes,
  verify,
} from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A browser's side of a subscription: what it gives to the server, and the key that it keeps. */
interface FakeBrowser {
  subscription: { endpoint: string; keys: { p256dh: string; auth: string } };
  /** What it was told, decrypted. */
  told: unknown[];
}

export interface FakePushService {
  /** `host:port` */
  host: string;
  /** A browser that subscribes with the server's public key. */
  browser(publicKey: string): FakeBrowser;
  /** The user takes the permission away: 410 from now on. */
  unsubscribe(browser: FakeBrowser): void;
  /** Status and reason of each request that was refused. */
  refused: string[];
  /** What the next request is answered. */
  nextStatus: number | null;
  close(): Promise<void>;
}

interface Known {
  browser: FakeBrowser;
  key: ECDH;
  auth: Buffer;
  serverKey: string;
  gone: boolean;
}

/** A push service as RFC 8030, 8188, 8291 and 8292 describe it: it takes what is signed and encrypted, and nothing else. */
export async function startFakePushService(): Promise<FakePushService> {
  const known = new Map<string, Known>();
  const service = { refused: [] as string[], nextStatus: null as number | null };
  const server = createServer((request, response) => {
    void (async () => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const status = service.nextStatus ?? take(request, Buffer.concat(chunks));
      service.nextStatus = null;
      response.writeHead(status, status === 307 ? { location: 'http://127.0.0.1:9/elsewhere' } : {}).end();
    })();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;

  function take(request: IncomingMessage, body: Buffer): number {
    const refuse = (status: number, why: string) => {
      service.refused.push(`${status} ${why}`);
      return status;
    };
    const one = known.get(request.url ?? '');
    if (request.method !== 'POST' || !one) return refuse(404, 'no such subscription');
    if (one.gone) return refuse(410, 'unsubscribed');
    if (!/^\d+$/.test(String(request.headers['ttl']))) return refuse(400, 'no TTL');
    const { topic } = request.headers;
    if (topic !== undefined && !/^[\w-]{1,32}$/.test(String(topic))) return refuse(400, 'topic');
    if (body.length > 4096) return refuse(413, 'more than 4 kB');
    if (request.headers['content-encoding'] !== 'aes128gcm') return refuse(400, 'not encrypted');
    if (!isSigned(request.headers.authorization ?? '', one.serverKey, `http://${host}`))
      return refuse(403, 'not signed by the server that the browser subscribed with');
    one.browser.told.push(JSON.parse(decrypt(body, one.key, one.auth)));
    return 201;
  }

  return Object.assign(service, {
    host,
    browser(publicKey: string): FakeBrowser {
      const key = createECDH('prime256v1');
      const [p256dh, auth, path] = [
        key.generateKeys('base64url'),
        randomBytes(16),
        `/send/${randomBytes(9).toString('hex')}`,
      ];
      const subscription = {
        endpoint: `http://${host}${path}`,
        keys: { p256dh, auth: auth.toString('base64url') },
      };
      const browser = { subscription, told: [] };
      known.set(path, { browser, key, auth, serverKey: publicKey, gone: false });
      return browser;
    },
    unsubscribe(browser: FakeBrowser) {
      known.get(new URL(browser.subscription.endpoint).pathname)!.gone = true;
    },
    close: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  });
}

/** RFC 8292: a token that the key has signed, for this service, of not more than a day. */
function isSigned(authorization: string, serverKey: string, audience: string): boolean {
  const [, token, key] = /^vapid t=([\w.-]+), ?k=([\w-]+)$/.exec(authorization) ?? [];
  if (!token || key !== serverKey) return false;
  const [head, claims, signature] = token.split('.') as [string, string, string];
  const point = Buffer.from(key, 'base64url');
  const publicKey = createPublicKey({
    format: 'jwk',
    key: {
      kty: 'EC',
      crv: 'P-256',
      x: point.subarray(1, 33).toString('base64url'),
      y: point.subarray(33).toString('base64url'),
    },
  });
  const isGood = verify(
    'sha256',
    Buffer.from(`${head}.${claims}`),
    { key: publicKey, dsaEncoding: 'ieee-p1363' },
    Buffer.from(signature, 'base64url'),
  );
  const { aud, exp, sub } = JSON.parse(Buffer.from(claims, 'base64url').toString()) as Record<
    string,
    unknown
  >;
  const seconds = Number(exp) - Date.now() / 1000;
  return (
    isGood && aud === audience && seconds > 0 && seconds <= 86_400 && /^(mailto:|https:)/.test(String(sub))
  );
}

/** RFC 8291 on RFC 8188: one record. */
function decrypt(body: Buffer, key: ECDH, auth: Buffer): string {
  const salt = body.subarray(0, 16);
  const idLength = body[20]!;
  const sender = body.subarray(21, 21 + idLength);
  const sealed = body.subarray(21 + idLength);
  const info = Buffer.concat([Buffer.from('WebPush: info\0'), key.getPublicKey(), sender]);
  const secret = Buffer.from(hkdfSync('sha256', key.computeSecret(sender), auth, info, 32));
  const derived = (what: string, length: number) =>
    Buffer.from(hkdfSync('sha256', secret, salt, Buffer.from(`Content-Encoding: ${what}\0`), length));
  const cipher = createDecipheriv('aes-128-gcm', derived('aes128gcm', 16), derived('nonce', 12));
  cipher.setAuthTag(sealed.subarray(-16));
  const padded = Buffer.concat([cipher.update(sealed.subarray(0, -16)), cipher.final()]);
  return padded.subarray(0, padded.lastIndexOf(2)).toString();
}
