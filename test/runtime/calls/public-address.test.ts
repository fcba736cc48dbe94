import { isReachable } from '@parley/runtime/calls/public-address.ts';
import { describe, expect, test } from 'vitest';

describe('an address that a flow may talk to', () => {
  test.each(['93.184.216.34', '8.8.8.8', '2606:4700:4700::1111', '2a00:1450:4001:800::200e'])(
    '%s is public',
    (address) => {
      expect(isReachable(address)).toBe(true);
    },
  );

  test.each([
    ['this machine', '127.0.0.1'],
    ['all of 127/8', '127.255.255.254'],
    ['no address at all', '0.0.0.0'],
    ['the 0/8 block', '0.1.2.3'],
    ['a private network', '10.1.2.3'],
    ['a private network', '172.31.255.255'],
    ['a private network', '192.168.0.1'],
    ['a link', '169.254.1.1'],
    ["a cloud's metadata", '169.254.169.254'],
    ["a carrier's network", '100.64.0.1'],
    ['protocol assignments', '192.0.0.8'],
    ['documentation', '203.0.113.7'],
    ['benchmarks', '198.18.0.1'],
    ['a group', '224.0.0.1'],
    ['everybody', '255.255.255.255'],
    ['the reserved end', '240.0.0.1'],
    ['this machine in IPv6', '::1'],
    ['no address in IPv6', '::'],
    ['a link in IPv6', 'fe80::1'],
    ['a private network in IPv6', 'fd12:3456::1'],
    ['a site in IPv6', 'fec0::1'],
    ['a group in IPv6', 'ff02::1'],
    ['documentation in IPv6', '2001:db8::1'],
    ['this machine, mapped', '::ffff:127.0.0.1'],
    ['this machine, mapped and in hexadecimal', '::ffff:7f00:1'],
    ['metadata, mapped', '::ffff:169.254.169.254'],
    ['this machine, in the old compatible form', '::127.0.0.1'],
    ['this machine, translated', '::ffff:0:127.0.0.1'],
    ['this machine behind NAT64', '64:ff9b::7f00:1'],
    ['a local NAT64', '64:ff9b:1::7f00:1'],
    ['this machine behind 6to4', '2002:7f00:1::'],
    ['Teredo', '2001:0:4136:e378:8000:63bf:3fff:fdd2'],
    ['text', 'localhost'],
    ['nothing', ''],
  ])('%s (%s) is not', (_what, address) => {
    expect(isReachable(address)).toBe(false);
  });

  test('may also be in a network that the operator opened, mapped or not', () => {
    expect(isReachable('10.1.2.3', ['10.1.0.0/16'])).toBe(true);
    expect(isReachable('::ffff:10.1.2.3', ['10.1.0.0/16'])).toBe(true);
    expect(isReachable('10.2.2.3', ['10.1.0.0/16'])).toBe(false);
    expect(isReachable('fd12:3456::1', ['10.1.0.0/16', 'fd12:3456::/32'])).toBe(true);
  });

  test.each(['169.254.169.254', '::ffff:169.254.169.254', 'fe80::1', '100.100.100.200', 'fd00:ec2::254'])(
    'is never %s, even when the operator opened everything',
    (address) => {
      expect(isReachable(address, ['0.0.0.0/0', '::/0'])).toBe(false);
    },
  );
});
