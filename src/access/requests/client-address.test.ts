import { describe, expect, it } from '@jest/globals';
import type { IncomingMessage } from 'node:http';
import { clientAddress, networkOf } from './client-address.js';

const request = (remoteAddress: string | undefined, forwarded?: string) =>
  ({ socket: { remoteAddress }, headers: { 'x-forwarded-for': forwarded } }) as unknown as IncomingMessage;
const isTrusted = (address: string) => ['127.0.0.1', '10.0.0.2'].includes(address);

describe('clientAddress', () => {
  it.each([
    ['what connects', '203.0.113.9', undefined, '203.0.113.9'],
    ['what connects, whatever it says', '203.0.113.9', '198.51.100.1', '203.0.113.9'],
    ['who came to a trusted proxy', '127.0.0.1', '198.51.100.1', '198.51.100.1'],
    ['an IPv4 address within IPv6', '::ffff:127.0.0.1', '::ffff:198.51.100.1', '198.51.100.1'],
    ['who came to the first of two proxies', '127.0.0.1', '198.51.100.1, 10.0.0.2', '198.51.100.1'],
    ['the last that a trusted one vouches for', '127.0.0.1', '1.1.1.1, 198.51.100.1', '198.51.100.1'],
    ['a trusted proxy itself', '127.0.0.1', undefined, '127.0.0.1'],
    ['one spelling of an IPv6 address', '2001:DB8:0:0::1', undefined, '2001:db8::1'],
    ['no zone', 'fe80::1%eth0', undefined, 'fe80::1'],
    ['the proxy where what it forwards is none', '127.0.0.1', '<HOST> (token)', '127.0.0.1'],
    ['no number for an address', '127.0.0.1', '1', '127.0.0.1'],
    ['no octal', '127.0.0.1', '0177.0.0.1', '127.0.0.1'],
    ['an empty word', '127.0.0.1', ' , ', '127.0.0.1'],
    ['a connection that is gone', undefined, '198.51.100.1', 'unknown'],
  ])('takes %s', (_, remote, forwarded, address) =>
    expect(clientAddress(request(remote, forwarded), isTrusted)).toBe(address),
  );
});

describe('networkOf', () => {
  it.each([
    ['203.0.113.9', '203.0.113.9'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::'],
    ['::1', '::'],
    ['unknown', 'unknown'],
  ])('of %s is %s', (address, network) => expect(networkOf(address)).toBe(network));
});
