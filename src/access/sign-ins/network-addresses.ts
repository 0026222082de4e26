import { existsSync } from 'node:fs';
import { isIP } from 'node:net';
import { networkInterfaces, type NetworkInterfaceInfo } from 'node:os';
import ipaddr from 'ipaddr.js';

/** Networks inside this computer: of containers and virtual machines. No phone is in one. */
const VIRTUAL = /^(docker|br-|veth|virbr|vmnet|vboxnet|vEthernet|cni|flannel|podman|lxc|utun|awdl|llw)/i;

/** Most homes first, tunnels such as Tailscale's after them, then public and any other addresses. */
const KINDS = ['private', 'uniqueLocal', 'carrierGradeNat', 'unicast', 'reserved'];

/** Docker gives these to its containers. They lead nowhere for other devices. */
const OF_CONTAINERS = ipaddr.parseCIDR('172.16.0.0/12');

/**
 * The addresses at which other devices reach a server.
 *
 * @param host what it listens at, as in `HOST`
 * @returns host parts of URLs, the likeliest first; none where it listens to this computer alone
 */
export function networkAddresses(
  host: string,
  interfaces: NodeJS.Dict<NetworkInterfaceInfo[]> = networkInterfaces(),
  inContainer = existsSync('/.dockerenv'),
): string[] {
  if (host !== '0.0.0.0' && host !== '::') return isLoopback(host) ? [] : [inUrl(host)];
  const families = host === '::' ? ['IPv4', 'IPv6'] : ['IPv4'];
  return Object.entries(interfaces)
    .filter(([name]) => !VIRTUAL.test(name))
    .flatMap(([, addresses = []]) => addresses)
    .filter(({ internal, family }) => !internal && families.includes(family))
    .map(({ address }) => ({ address, parsed: ipaddr.parse(address) }))
    .filter(({ parsed }) => !inContainer || parsed.kind() !== 'ipv4' || !parsed.match(OF_CONTAINERS))
    .map(({ address, parsed }) => ({ address, kind: KINDS.indexOf(parsed.range()) }))
    .filter(({ kind }) => kind >= 0)
    .sort((a, b) => isIP(a.address) - isIP(b.address) || a.kind - b.kind)
    .map(({ address }) => inUrl(address));
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || (ipaddr.isValid(host) && ipaddr.parse(host).range() === 'loopback');
}

/** A host as it stands in a URL. */
export function inUrl(host: string): string {
  return isIP(host) === 6 ? `[${host}]` : host;
}
