import ipaddr from 'ipaddr.js';

/** Networks that nobody may open: link-local, and where clouds answer with credentials to whoever asks. */
const NEVER = ['169.254.0.0/16', 'fe80::/10', '100.100.100.200/32', '192.0.0.192/32', 'fd00:ec2::/32'];

/** IPv6 hands out public addresses from this block only, so whatever is not in it needs no name of its own. */
const GLOBAL_IPV6 = '2000::/3';

/**
 * True when a flow may talk to the address: one of the public internet, or of a network (CIDR) that the operator opened.
 * An IPv4 address that is wrapped in IPv6 counts as what is wrapped; what translates to IPv4 (NAT64, 6to4, Teredo) is not
 * public, because the far end may be anything. Text that is no IP address is false.
 */
export function isReachable(address: string, allowed: readonly string[] = []): boolean {
  if (!ipaddr.isValid(address)) return false;
  const ip = ipaddr.process(address);
  if (NEVER.some((network) => contains(network, ip))) return false;
  return isPublic(ip) || allowed.some((network) => contains(network, ip));
}

function isPublic(ip: ipaddr.IPv4 | ipaddr.IPv6): boolean {
  return ip.range() === 'unicast' && (ip.kind() === 'ipv4' || contains(GLOBAL_IPV6, ip));
}

function contains(network: string, ip: ipaddr.IPv4 | ipaddr.IPv6): boolean {
  const [base, prefix] = ipaddr.parseCIDR(network);
  return base.kind() === ip.kind() && ip.match(base, prefix);
}
