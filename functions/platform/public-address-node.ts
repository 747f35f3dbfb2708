// Which addresses are somebody's on the public internet, and a DNS lookup that gives no others to a connection.
import { type LookupAddress, lookup } from 'node:dns';
import { BlockList, isIPv4, type LookupFunction } from 'node:net';
import type { Reach } from './outbound-url.ts';

/** The IANA special-purpose registries (RFC 6890) and multicast: none is globally reachable, or it leads to one that is not. */
const SPECIAL_IPV4 = [
  ['0.0.0.0', 8], // this network, RFC 791
  ['10.0.0.0', 8], // private, RFC 1918
  ['100.64.0.0', 10], // behind a carrier's NAT, RFC 6598
  ['127.0.0.0', 8], // loopback, RFC 1122
  ['169.254.0.0', 16], // link-local, where clouds keep their metadata, RFC 3927
  ['172.16.0.0', 12], // private, RFC 1918
  ['192.0.0.0', 24], // protocol assignments, RFC 6890
  ['192.0.2.0', 24], // documentation, RFC 5737
  ['192.31.196.0', 24], // AS112, RFC 7535
  ['192.52.193.0', 24], // AMT, RFC 7450
  ['192.88.99.0', 24], // 6to4 relays, RFC 7526
  ['192.168.0.0', 16], // private, RFC 1918
  ['192.175.48.0', 24], // AS112, RFC 7534
  ['198.18.0.0', 15], // benchmarks, RFC 2544
  ['198.51.100.0', 24], // documentation, RFC 5737
  ['203.0.113.0', 24], // documentation, RFC 5737
  ['224.0.0.0', 4], // multicast, RFC 5771
  ['240.0.0.0', 4], // reserved, and the broadcast, RFC 1112
] as const;

/** Within 2000::/3, which is all of IPv6 that is given out: what else there is, ::1 and fc00:: too, lies outside. */
const SPECIAL_IPV6 = [
  ['2001::', 23], // protocol assignments, Teredo among them, RFC 2928
  ['2001:db8::', 32], // documentation, RFC 3849
  ['2002::', 16], // 6to4, which holds an IPv4 address, RFC 3056
  ['2620:4f:8000::', 48], // AS112, RFC 7534
  ['3fff::', 20], // documentation, RFC 9637
] as const;

const special = new BlockList();
for (const [net, prefix] of SPECIAL_IPV4) special.addSubnet(net, prefix, 'ipv4');
for (const [net, prefix] of SPECIAL_IPV6) special.addSubnet(net, prefix, 'ipv6');
const given = new BlockList();
given.addSubnet('2000::', 3, 'ipv6');
const loopback = new BlockList();
loopback.addSubnet('127.0.0.0', 8, 'ipv4');
loopback.addAddress('::1', 'ipv6');

/** Addresses that map IPv4 into IPv6 (::ffff:10.0.0.1) lie outside 2000::/3 and are not public, whatever they map. */
export function isPublicAddress(address: string): boolean {
  if (isIPv4(address)) return !special.check(address, 'ipv4');
  return given.check(address, 'ipv6') && !special.check(address, 'ipv6');
}

/** Which addresses a connection may go to. By http, where only this machine may be called so, no other. */
export function addressRule(reach: Reach, plain: boolean): (address: string) => boolean {
  const local = (address: string) => loopback.check(address, isIPv4(address) ? 'ipv4' : 'ipv6');
  if (reach === 'any') return () => true;
  if (reach === 'loopback') return plain ? local : (address) => local(address) || isPublicAddress(address);
  return plain ? () => false : isPublicAddress;
}

/** What a connection to a refused address fails with. */
export class AddressRefused extends Error {
  override readonly name = 'AddressRefused';
}

/**
 * For `lookup` of a socket: the connection goes to an address that was checked and is not looked up again, so that a
 * name which means another address a moment later gets nowhere. One refused address among several refuses the name.
 */
export function checkedLookup(
  allows: (address: string) => boolean,
  resolve: typeof lookup = lookup,
): LookupFunction {
  return (hostname, options, callback) => {
    resolve(hostname, { ...options, all: true }, (error, found: readonly LookupAddress[]) => {
      if (error) return callback(error, '', 0);
      const refused = found.find(({ address }) => !allows(address));
      if (refused || found.length === 0)
        return callback(new AddressRefused(`${hostname} is ${refused?.address ?? 'nowhere'}`), '', 0);
      if (options.all) return callback(null, [...found]);
      callback(null, found[0].address, found[0].family);
    });
  };
}
