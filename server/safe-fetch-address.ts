import { BlockList, isIP, isIPv4 } from "node:net";

/** What the registries of IANA call not globally reachable, or reachable in name only. */
const special4: [network: string, prefix: number][] = [
  ["0.0.0.0", 8], // this network
  ["10.0.0.0", 8], // private
  ["100.64.0.0", 10], // carrier-grade NAT
  ["127.0.0.0", 8], // loopback
  ["169.254.0.0", 16], // link-local, where clouds keep their metadata
  ["172.16.0.0", 12], // private
  ["192.0.0.0", 24], // protocol assignments
  ["192.0.2.0", 24], // documentation
  ["192.88.99.0", 24], // 6to4 relays
  ["192.168.0.0", 16], // private
  ["198.18.0.0", 15], // benchmarks
  ["198.51.100.0", 24], // documentation
  ["203.0.113.0", 24], // documentation
  ["224.0.0.0", 4], // multicast
  ["240.0.0.0", 4], // reserved, broadcast
];

/** Inside 2000::/3, beyond which nothing is global unicast: so mapped, NAT64, unique local, link-local and multicast stay out. */
const special6: [network: string, prefix: number][] = [
  ["2001::", 23], // protocol assignments, Teredo
  ["2001:db8::", 32], // documentation
  ["2002::", 16], // 6to4, which carries an IPv4 address
  ["3fff::", 20], // documentation
];

const refused = new BlockList();
for (const [network, prefix] of special4) refused.addSubnet(network, prefix, "ipv4");
for (const [network, prefix] of special6) refused.addSubnet(network, prefix, "ipv6");
const unicast6 = new BlockList();
unicast6.addSubnet("2000::", 3, "ipv6");

/** Whether an address belongs to the public internet. Anything that is not an address does not. */
export function isPublicAddress(address: string): boolean {
  if (isIP(address) === 0 || address.includes("%")) return false;
  if (isIPv4(address)) return !refused.check(address, "ipv4");
  return unicast6.check(address, "ipv6") && !refused.check(address, "ipv6");
}
