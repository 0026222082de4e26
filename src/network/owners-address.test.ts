import type { LookupFunction } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { notMetadata, ownersAddress } from './owners-address.js';

describe('an address that an owner names', () => {
  it.each([
    ['http://127.0.0.1:11434/v1', 'http://127.0.0.1:11434/v1'],
    [' https://api.example.com/v1/ ', 'https://api.example.com/v1'],
    ['http://192.168.1.20:8080', 'http://192.168.1.20:8080'],
    ['http://host.docker.internal:1234/v1//', 'http://host.docker.internal:1234/v1'],
    ['http://[::1]:5001/v1?x=1#y', 'http://[::1]:5001/v1'],
    ['http://10.0.0.7/api', 'http://10.0.0.7/api'],
    ['http://172.17.0.1:8000/v1', 'http://172.17.0.1:8000/v1'],
  ])('%s is taken', (given, taken) => {
    expect(ownersAddress(given)).toBe(taken);
  });

  it.each([
    '',
    'api.example.com/v1',
    'ftp://a.test/',
    'file:///etc/passwd',
    'http://key@a.test/v1',
    'http://user:word@a.test/v1',
    'http://169.254.169.254/latest',
    'http://2852039166/',
    'http://0xa9fea9fe/',
    'http://[::ffff:169.254.169.254]/',
    'http://[fe80::1]/v1',
    'http://[fd00:ec2::254]/',
    'http://[fd00:ec2::23]/',
    'http://[fd20:ce::254]/',
    'http://[::169.254.169.254]/',
    'http://[::a9fe:a9fe]/',
    'http://[64:ff9b:1::a9fe:a9fe]/',
    'http://[::]/v1',
    'http://192.0.0.192/opc/v1',
    'http://169.254.170.2/v2',
    'http://①⑥⑨.254.169.254/',
    'http://[64:ff9b::a9fe:a9fe]/',
    'http://[2002:a9fe:a9fe::]/',
    'http://100.100.100.200/',
    'http://metadata.google.internal/computeMetadata/v1',
    'http://metadata.google.internal./',
    'http://168.63.129.16/',
    'http://0.0.0.0/v1',
    'http://224.0.0.1/',
  ])('%s is refused', (given) => {
    expect(() => ownersAddress(given)).toThrow(expect.objectContaining({ code: 'bad_request' }));
  });
});

describe('a name', () => {
  const named =
    (...addresses: string[]): LookupFunction =>
    (_, options, callback) => {
      const found = addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
      if (options.all) callback(null, found);
      else callback(null, found[0]!.address, found[0]!.family);
    };
  const resolved = (lookup: LookupFunction) =>
    new Promise((resolve, reject) =>
      notMetadata(lookup)('a.test', { all: true }, (error, found) =>
        error ? reject(error) : resolve(found),
      ),
    );

  it('of this machine or its network is asked', async () => {
    await expect(resolved(named('127.0.0.1', '::1', '192.168.0.9'))).resolves.toHaveLength(3);
  });

  it('that leads to a metadata service is refused, also as one of several', async () => {
    for (const address of ['169.254.169.254', '::ffff:a9fe:a9fe', 'fe80::1%eth0', 'fd00:ec2::254'])
      await expect(resolved(named('93.184.216.34', address))).rejects.toMatchObject({ code: 'bad_request' });
  });
});
