import { isIP } from 'node:net';

/** A host as it was named, in lower case; without a port where none was named. */
export interface Host {
  readonly name: string;
  readonly port: string | undefined;
}

export type Scheme = 'http' | 'https';

/** The page that sent a request, by scheme, host and port. */
export interface Origin extends Host {
  readonly scheme: Scheme;
}

const HOST = /^(\[[\da-f:.]+\]|[\w-]+(?:\.[\w-]+)*)\.?(?::(\d{1,5}))?$/;
const ORIGIN = /^(https?):\/\/(.*)$/;
const PORTS = { http: '80', https: '443' };

/** @returns null for what is no host, or is written in a way that parsers read differently */
export function readHost(value: string): Host | null {
  const [, name, port] = HOST.exec(value.toLowerCase()) ?? [];
  if (name === undefined || (name.startsWith('[') && isIP(name.slice(1, -1)) !== 6)) return null;
  return { name, port };
}

/** @returns null for what is no origin of a page that came over HTTP, `null` among them */
export function readOrigin(value: string): Origin | null {
  const [, scheme, rest] = ORIGIN.exec(value.toLowerCase()) ?? [];
  const host = rest === undefined ? null : readHost(rest);
  return host && { ...host, scheme: scheme as Scheme };
}

/**
 * Whether this server may be asked for by a name. A page of a stranger that has its name resolve to this machine (DNS
 * rebinding) asks for its own name, and is refused. Address literals pass: a browser never resolves them.
 *
 * @param allowed host names beside localhost, lower case
 */
export function isAllowedHost({ name }: Host, allowed: readonly string[]): boolean {
  return name === 'localhost' || isIP(name.replace(/^\[|\]$/g, '')) !== 0 || allowed.includes(name);
}

/**
 * Whether a page was given by the very server that it asks.
 *
 * @param scheme by which the server was asked, where that is known
 */
export function isOwnOrigin(origin: Origin, host: Host, scheme: Scheme = origin.scheme): boolean {
  const usual = PORTS[scheme];
  return (
    origin.scheme === scheme && origin.name === host.name && (origin.port ?? usual) === (host.port ?? usual)
  );
}
