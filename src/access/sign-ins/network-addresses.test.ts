import type { NetworkInterfaceInfo } from 'node:os';
import { describe, expect, it } from '@jest/globals';
import { networkAddresses } from './network-addresses.js';

const of = (address: string, internal = false) =>
  ({ address, internal, family: address.includes(':') ? 'IPv6' : 'IPv4' }) as NetworkInterfaceInfo;

const COMPUTER = {
  lo: [of('127.0.0.1', true), of('::1', true)],
  tailscale0: [of('100.88.1.2')],
  docker0: [of('172.17.0.1')],
  'br-4f2a': [of('172.20.0.1')],
  eth0: [of('93.184.216.34'), of('169.254.3.4'), of('fe80::1'), of('fd12:3456::8')],
  wlan0: [of('192.168.1.20')],
};

describe('networkAddresses', () => {
  it('puts the network at home first and leaves out what no other device reaches', () => {
    expect(networkAddresses('0.0.0.0', COMPUTER, false)).toEqual([
      '192.168.1.20',
      '100.88.1.2',
      '93.184.216.34',
    ]);
  });

  it('names IPv6 addresses where the server listens to them', () => {
    expect(networkAddresses('::', COMPUTER, false)).toEqual([
      '192.168.1.20',
      '100.88.1.2',
      '93.184.216.34',
      '[fd12:3456::8]',
    ]);
  });

  it('leaves out what only a container knows', () => {
    const inside = { eth0: [of('172.18.0.2')], eth1: [of('192.168.1.20')] };
    expect(networkAddresses('0.0.0.0', inside, true)).toEqual(['192.168.1.20']);
    expect(networkAddresses('0.0.0.0', inside, false)).toEqual(['172.18.0.2', '192.168.1.20']);
  });

  it.each(['127.0.0.1', '127.0.0.9', 'localhost', '::1'])(
    'finds none where %s alone is listened to',
    (host) => {
      expect(networkAddresses(host, COMPUTER)).toEqual([]);
    },
  );

  it.each([
    ['192.168.1.20', '192.168.1.20'],
    ['fd12:3456::8', '[fd12:3456::8]'],
    ['keep.example', 'keep.example'],
  ])('takes %s for what it is', (host, expected) => {
    expect(networkAddresses(host, COMPUTER)).toEqual([expected]);
  });
});
