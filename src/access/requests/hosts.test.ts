import { describe, expect, it } from '@jest/globals';
import { isAllowedHost, isOwnOrigin, readHost, readOrigin, type Scheme } from './hosts.js';

const isAllowed = (value: string) => {
  const host = readHost(value);
  return host !== null && isAllowedHost(host, ['keep.example', 'my_box']);
};

describe('a host that is asked for', () => {
  it.each([
    'localhost',
    'localhost:3000',
    'LocalHost.:3000',
    '127.0.0.1:80',
    '192.168.1.4:3000',
    '[::1]:3000',
    '[fe80::1]',
    'Keep.Example:8443',
    'my_box:3000',
  ])('%s is let in', (host) => expect(isAllowed(host)).toBe(true));

  it.each([
    'evil.example',
    'localhost.evil.example',
    'xkeep.example',
    'keep.example.evil.example',
    '',
    ' ',
    ':3000',
    'null',
    'a b',
    'a@localhost',
    'localhost@evil.example',
    'localhost/evil',
    'localhost#',
    'localhost?',
    'localhost\\',
    'localhost,evil.example',
    'localhost:3000:3000',
    'localhost:x',
    'localhost:',
    'localhost..',
    '.localhost',
    '%6cocalhost',
    'ｌocalhost',
    '127.1',
    '0x7f.0.0.1',
    '2130706433',
    '[127.0.0.1]',
    '[::1',
    '::1',
    '[::1]evil.example',
    'http://localhost',
  ])('%j is kept out', (host) => expect(isAllowed(host)).toBe(false));
});

describe('an origin', () => {
  const isOwn = (page: string, host: string, scheme?: Scheme) => {
    const origin = readOrigin(page);
    return origin !== null && isOwnOrigin(origin, readHost(host)!, scheme);
  };

  it.each<[string, string, Scheme?]>([
    ['http://localhost:3000', 'localhost:3000'],
    ['http://127.0.0.2:3000', '127.0.0.2:3000'],
    ['http://[::1]:3000', '[::1]:3000'],
    ['http://keep.example', 'keep.example'],
    ['https://keep.example', 'keep.example'],
    ['https://keep.example', 'keep.example', 'https'],
    ['https://keep.example', 'keep.example:443'],
    ['https://keep.example', 'keep.example:443', 'https'],
    ['http://keep.example', 'keep.example:80'],
    ['https://keep.example:8443', 'keep.example:8443', 'https'],
    ['HTTPS://Keep.Example', 'keep.example'],
  ])('%s is that of %s', (page, host, ...[scheme]) => expect(isOwn(page, host, scheme)).toBe(true));

  it.each<[string, string, Scheme?]>([
    ['http://localhost:3001', 'localhost:3000'],
    ['http://localhost', 'localhost:3000'],
    ['http://localhost:3000', 'localhost'],
    ['http://127.0.0.1:3000', 'localhost:3000'],
    ['http://[::1]:3000', '127.0.0.1:3000'],
    ['https://keep.example:8443', 'keep.example'],
    ['http://keep.example', 'keep.example:443'],
    ['http://keep.example', 'keep.example', 'https'],
    ['https://keep.example', 'keep.example', 'http'],
    ['http://keep.example:443', 'keep.example', 'https'],
    ['null', 'localhost'],
    ['', 'localhost'],
    ['file://', 'localhost'],
    ['ftp://localhost', 'localhost'],
    ['chrome-extension://localhost', 'localhost'],
    ['http://localhost/', 'localhost'],
    ['http://a@localhost', 'localhost'],
    ['http://localhost, http://evil.example', 'localhost'],
    ['http://localhost http://evil.example', 'localhost'],
    ['localhost', 'localhost'],
  ])('%j is not that of %s', (page, host, ...[scheme]) => expect(isOwn(page, host, scheme)).toBe(false));
});
