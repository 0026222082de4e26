import { lookup as systemLookup } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import { pipeline, type Readable } from 'node:stream';
import zlib from 'node:zlib';
import ipaddr from 'ipaddr.js';
import { Agent, buildConnector, request } from 'undici';
import { Problem } from '../contracts/problem.js';
import { checkedForHumans } from './blocked.js';
import { checkedLookup } from './checked-lookup.js';

export interface GuardedFetchOptions {
  /** The operator's exceptions, `host:port`; nothing that a user can set. */
  allowHosts: readonly string[];
  signal?: AbortSignal;
  /** Of the body as it is after decompression. */
  maxBytes?: number;
  /** For everything: resolving, connecting, redirects, the last byte. */
  timeoutMs?: number;
  accept?: string;
  /** Redirects to any other `host:port` are refused. */
  onlyHost?: string;
  lookup?: LookupFunction;
  /** Posts this instead of getting; a redirect is an answer then, and none that is good. */
  post?: { headers: Record<string, string>; body: Uint8Array };
}

/** A way to fetch that has settled whom to ask and how. */
export type FetchFunction = (
  url: string,
  options?: Pick<GuardedFetchOptions, 'accept' | 'maxBytes' | 'timeoutMs'>,
) => Promise<Fetched>;

export interface Fetched {
  /** Where the last redirect led. */
  url: string;
  status: number;
  contentType: string;
  /** Names in lower case. */
  headers: Record<string, string>;
  body: Uint8Array;
}

/** Our name in a robots.txt. */
export const ROBOT = 'Keepsake';
const USER_AGENT = `${ROBOT}/0.1 (+self-hosted reader)`;
const MAX_REDIRECTS = 5;
const REDIRECTS = new Set([301, 302, 303, 307, 308]);

/**
 * The one way out for every request whose address a user can influence. Only http and https, only ports 80 and 443,
 * only to the public internet, however the address is written, resolved or redirected to; save for the operator's
 * exceptions. Agents that filter addresses leave redirects, ports and the size after decompression to whoever calls
 * them; here one place holds them all.
 * @throws Problem `link_not_allowed`, `link_unreachable`, `link_refused`, `too_many_redirects`,
 * `download_too_large`, `download_too_slow`, `page_blocked`; the signal's own reason when the caller aborts
 */
export async function guardedFetch(url: string, options: GuardedFetchOptions): Promise<Fetched> {
  const { signal, maxBytes = 20 * 1024 * 1024, timeoutMs = 30_000, accept = '*/*', post } = options;
  const exceptions = new Set(options.allowHosts.map((host) => host.toLowerCase()));
  signal?.throwIfAborted();
  let target = checked(url, undefined, exceptions);

  const stop = new AbortController();
  const tooSlow = () => stop.abort(new Problem('download_too_slow', 'The page took too long to arrive.'));
  const timer = setTimeout(tooSlow, timeoutMs);
  const passOn = () => stop.abort(signal?.reason);
  signal?.addEventListener('abort', passOn, { once: true });
  const stopped = new Promise<never>((_, reject) => {
    stop.signal.addEventListener('abort', () => reject(stop.signal.reason as Error));
  });
  stopped.catch(() => undefined);
  const agent = guardedAgent(exceptions, options.lookup ?? systemLookup);

  try {
    for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
      const asked = request(target, {
        dispatcher: agent,
        signal: stop.signal,
        method: post ? 'POST' : 'GET',
        headers: { 'user-agent': USER_AGENT, accept, 'accept-encoding': 'gzip, br', ...post?.headers },
        body: post?.body ?? null,
      });
      const answer = await Promise.race([asked, stopped]); // by itself a request does not stop while a name is looked up
      const headers = flat(answer.headers);
      if (!post && REDIRECTS.has(answer.statusCode) && headers['location'] !== undefined) {
        discard(answer.body);
        target = checked(headers['location'], target, exceptions);
        if (options.onlyHost !== undefined && target.host !== options.onlyHost) {
          throw new Problem('link_not_allowed', `The link leads away from ${options.onlyHost}.`);
        }
        continue;
      }
      if (answer.statusCode < 200 || answer.statusCode >= 300) {
        discard(answer.body);
        throw 'cf-mitigated' in headers ? checkedForHumans() : refusal(target, answer.statusCode);
      }
      if ('cf-mitigated' in headers) {
        discard(answer.body);
        throw checkedForHumans();
      }
      return {
        url: target.href,
        status: answer.statusCode,
        contentType: headers['content-type'] ?? '',
        headers,
        body: await readBody(answer.body, headers, maxBytes),
      };
    }
    throw new Problem('too_many_redirects', `${target.host} redirects again and again, so there is no page.`);
  } catch (error) {
    if (stop.signal.aborted) throw stop.signal.reason;
    throw error instanceof Problem ? error : unreachable(target, error);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', passOn);
    void agent.destroy(); // not waited for, as it waits for the lookup
  }
}

/**
 * Whether an address that is to be asked later may be asked at all, as it is looked up now. Each request looks again.
 * @throws Problem link_not_allowed
 */
export async function assertReachable(
  url: string,
  allowHosts: readonly string[],
  lookup: LookupFunction = systemLookup,
): Promise<void> {
  const exceptions = new Set(allowHosts.map((host) => host.toLowerCase()));
  const { hostname, port, protocol } = checked(url, undefined, exceptions);
  if (exceptions.has(hostAndPort(hostname, port, protocol))) return;
  const host = hostname.replace(/^\[|\]$/g, '');
  if (isIP(host) && !isPublicAddress(host)) throw notPublic(host);
  if (isIP(host)) return;
  const error = await new Promise<Error | null>((resolve) => publicOnly(lookup)(host, {}, resolve));
  // A name that cannot be looked up just now may be there later.
  if (error instanceof Problem) throw error;
}

/** Whether an address belongs to the public internet, and to nobody's own network, cloud or machine. */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  const ip = ipaddr.process(address);
  if (ip.range() !== 'unicast') return false;
  if (ip instanceof ipaddr.IPv6) return ip.parts[0]! >> 13 === 1; // 2000::/3, all that is given out; not ::127.0.0.1
  return ip.toString() !== '168.63.129.16'; // a cloud's inner service under a public address
}

/** A lookup that leads to the public internet alone. */
export function publicOnly(lookup: LookupFunction): LookupFunction {
  return checkedLookup(lookup, isPublicAddress, notPublic);
}

function guardedAgent(exceptions: ReadonlySet<string>, lookup: LookupFunction): Agent {
  const free = buildConnector({ lookup });
  const guarded = buildConnector({ lookup: publicOnly(lookup) });
  return new Agent({
    connect(target, done) {
      const { hostname, port, protocol } = target;
      if (exceptions.has(hostAndPort(hostname, port, protocol))) free(target, done);
      // a literal address is never looked up
      else if (isIP(hostname) && !isPublicAddress(hostname)) done(notPublic(hostname), null);
      else guarded(target, done);
    },
  });
}

/** The address of a hop; whom it may connect to is decided when it does. */
function checked(href: string, base: URL | undefined, exceptions: ReadonlySet<string>): URL {
  if (!URL.canParse(href, base?.href)) throw new Problem('link_not_allowed', 'This is not a web address.');
  const url = new URL(href, base);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    throw new Problem(
      'link_not_allowed',
      `Only http and https links can be read, not ${url.protocol.slice(0, 20)}`,
    );
  }
  if (url.username || url.password) {
    throw new Problem('link_not_allowed', 'A link with a user name or password in it is not followed.');
  }
  const own = exceptions.has(hostAndPort(url.hostname, url.port, url.protocol));
  if (!own && !['', '80', '443'].includes(url.port)) {
    throw new Problem('link_not_allowed', 'Only the ports 80 and 443 are read from.');
  }
  return url;
}

function hostAndPort(hostname: string, port: string, protocol: string): string {
  const host = isIP(hostname) === 6 ? `[${hostname}]` : hostname;
  return `${host}:${port || (protocol === 'https:' ? 443 : 80)}`;
}

async function readBody(
  body: Readable,
  headers: Record<string, string>,
  maxBytes: number,
): Promise<Uint8Array> {
  const tooLarge = () =>
    new Problem('download_too_large', `The page is larger than ${Math.floor(maxBytes / 1024 / 1024)} MB.`);
  const encodings = (headers['content-encoding'] ?? '')
    .split(',')
    .map((name) => name.trim().toLowerCase())
    .filter((name) => name !== '' && name !== 'identity');
  if (encodings.length === 0 && Number(headers['content-length'] ?? 0) > maxBytes) {
    discard(body);
    throw tooLarge();
  }

  let stream = body;
  for (const encoding of encodings.slice(0, 3).reverse()) {
    stream = pipeline(stream, decompressor(encoding), () => undefined); // its errors come out of the loop below
  }
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > maxBytes) throw tooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function decompressor(encoding: string) {
  if (encoding === 'gzip' || encoding === 'x-gzip') return zlib.createGunzip();
  if (encoding === 'br') return zlib.createBrotliDecompress();
  if (encoding === 'deflate') return zlib.createUnzip(); // by the standard it is zlib's format
  throw new Problem('link_unreachable', 'The page came in a compression that is not known here.');
}

function discard(body: Readable): void {
  body.on('error', () => undefined).destroy();
}

function flat(headers: Record<string, string | string[] | undefined>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(', ') : (value ?? ''),
    ]),
  );
}

function notPublic(hostname: string): Problem {
  return new Problem(
    'link_not_allowed',
    `${hostname} is not on the public internet. Whoever runs this server can allow it by host and port.`,
  );
}

function refusal({ host }: URL, status: number): Problem {
  const why =
    status === 404 || status === 410
      ? 'There is no such page.'
      : status === 429
        ? 'It has had too many requests: try again later.'
        : status >= 500
          ? 'It has trouble of its own: try again later.'
          : 'Open it in your browser, save the page and upload the .html file, or paste its text.';
  return new Problem('link_refused', `${host} answered ${status}. ${why}`, { cause: { status } });
}

function unreachable({ host }: URL, error: unknown): Problem {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const why =
    code === 'ENOTFOUND' || code === 'EAI_AGAIN'
      ? `There is no ${host}, or its name could not be looked up.`
      : code === 'ECONNREFUSED'
        ? `${host} does not take connections.`
        : /^Z_|^ERR__ERROR_/.test(code)
          ? `${host} sent a page that is broken.`
          : /CERT|SELF_SIGNED|UNABLE_TO_VERIFY|ALTNAME/.test(code)
            ? `The certificate of ${host} is not valid.`
            : `The connection to ${host} failed or broke off.`;
  return new Problem('link_unreachable', why, { cause: error });
}
