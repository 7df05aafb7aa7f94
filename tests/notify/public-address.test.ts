import { isPublicAddress } from '@muster/notify/public-address';
import { describe, expect, it } from 'vitest';

describe('an address that anybody can reach', () => {
  it.each([
    '1.1.1.1',
    '8.8.8.8',
    '9.255.255.255',
    '100.63.255.255',
    '100.128.0.0',
    '172.15.255.255',
    '172.32.0.0',
    '192.167.255.255',
    '192.169.0.0',
    '198.17.255.255',
    '198.20.0.0',
    '223.255.255.255',
    '2606:4700:4700::1111',
    '2a00:1450:4001:80b::200e',
  ])('is %s', (address) => {
    expect(isPublicAddress(address)).toBe(true);
  });
});

describe('an address that is not for the public (A1)', () => {
  it.each([
    ['this network', '0.0.0.0', '0.255.255.255'],
    ['private', '10.0.0.0', '10.255.255.255'],
    ['private', '172.16.0.0', '172.31.255.255'],
    ['private', '192.168.0.0', '192.168.255.255'],
    ['shared by customers of a provider', '100.64.0.0', '100.127.255.255'],
    ['loopback', '127.0.0.1', '127.255.255.255'],
    ['link-local', '169.254.0.0', '169.254.255.255'],
    ['where clouds keep credentials', '169.254.169.254', '169.254.170.2'],
    ['for protocols', '192.0.0.0', '192.0.0.255'],
    ['for documentation', '192.0.2.1', '198.51.100.1'],
    ['for documentation', '203.0.113.0', '203.0.113.255'],
    ['for benchmarks', '198.18.0.0', '198.19.255.255'],
    ['multicast', '224.0.0.1', '239.255.255.255'],
    ['reserved', '240.0.0.0', '255.255.255.254'],
    ['broadcast', '255.255.255.255', '255.255.255.255'],
    ['the unspecified one, and loopback', '::', '::1'],
    ['IPv4 in IPv6', '::ffff:127.0.0.1', '::ffff:8.8.8.8'],
    ['IPv4 in IPv6, in hexadecimal', '::ffff:7f00:1', '::127.0.0.1'],
    ['NAT64', '64:ff9b::7f00:1', '64:ff9b:1::1'],
    ['for discarding', '100::1', '100::ffff'],
    ['Teredo', '2001::1', '2001:0:ffff::1'],
    ['for documentation', '2001:db8::1', '3fff::1'],
    ['6to4', '2002:7f00:1::', '2002:a00:1::1'],
    ['unique local', 'fc00::1', 'fdff:ffff::1'],
    ['where a cloud keeps credentials', 'fd00:ec2::254', 'fd20:ce::254'],
    ['link-local', 'fe80::1', 'febf::1'],
    ['site-local', 'fec0::1', 'feff::1'],
    ['multicast', 'ff02::1', 'ff0e::1'],
    ['none at all', '', 'example.com'],
    ['not in its plain spelling', '127.1', '0x7f.0.0.1'],
  ])('is %s: %s and %s', (_what, first, last) => {
    expect([first, last].map(isPublicAddress)).toEqual([false, false]);
  });
});
