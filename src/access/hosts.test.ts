import { describe, expect, it } from '@jest/globals';
import { isAllowedHost } from './hosts.js';

describe('isAllowedHost', () => {
  it.each([
    'localhost',
    'localhost:3000',
    '127.0.0.1:80',
    '[::1]:3000',
    'http://192.168.1.4:3000',
    'keep.example:8443',
  ])('lets %s in', (host) => expect(isAllowedHost(host, ['keep.example'])).toBe(true));

  it.each([
    'evil.example',
    'localhost.evil.example',
    'xkeep.example',
    '',
    'null',
    'file://',
    'http://a@localhost',
    'a b',
  ])('keeps %j out', (host) => expect(isAllowedHost(host, ['keep.example'])).toBe(false));
});
