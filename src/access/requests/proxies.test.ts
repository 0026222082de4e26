import type { IncomingMessage } from 'node:http';
import { describe, expect, it } from '@jest/globals';
import { forwardedBy, isProxy, trusting } from './proxies.js';

describe('proxies', () => {
  it.each([
    'loopback',
    'linklocal',
    'uniquelocal',
    '172.17.0.2',
    '10.0.0.0/8',
    '::1',
    'fd00::/8',
    '0.0.0.0/0',
  ])('may be named as %s', (item) => expect(isProxy(item)).toBe(true));
  it.each([
    '',
    'true',
    '1',
    'proxy',
    'proxy.example',
    '10.0.0.0/33',
    '::/129',
    '10.0.0.0/',
    '10.0.0/8',
    '1.2.3.4/8/8',
    '1.2.3.4:80',
    'constructor',
  ])('may not be named as %j', (item) => expect(isProxy(item)).toBe(false));

  it.each([
    ['loopback', '127.0.0.1', true],
    ['loopback', '::1', true],
    ['loopback', '::ffff:127.8.9.1', true],
    ['loopback', '10.0.0.1', false],
    ['loopback', undefined, false],
    ['uniquelocal', '172.31.0.1', true],
    ['uniquelocal', '::ffff:192.168.4.4', true],
    ['uniquelocal', '172.32.0.1', false],
    ['uniquelocal', '127.0.0.1', false],
    ['linklocal', 'fe80::2%eth0', true],
    ['172.17.0.2', '172.17.0.2', true],
    ['172.17.0.2', '172.17.0.3', false],
    ['fd00::/8', 'fd12::1', true],
  ])('of %s: is %s believed? %s', (item, address, believed) =>
    expect(trusting([item])(address)).toBe(believed),
  );

  it.each([
    [{}, {}],
    [
      { 'x-forwarded-proto': 'https', 'x-forwarded-host': 'a.example' },
      { scheme: 'https', host: 'a.example' },
    ],
    [
      { 'x-forwarded-proto': 'WSS, http', 'x-forwarded-host': ' a.example , b' },
      { scheme: 'https', host: 'a.example' },
    ],
    [{ 'x-forwarded-proto': 'ftp', 'x-forwarded-host': '' }, {}],
    [{ 'x-forwarded-proto': 'constructor' }, {}],
  ])('%j says %j', (headers, said) =>
    expect(forwardedBy({ headers } as never as IncomingMessage)).toEqual(said),
  );
});
