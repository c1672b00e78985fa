/** Bits that make one network: a usual small one of IPv4, a site of IPv6. */
const SAME = { 4: 24, 6: 48 } as const;

type Address = { version: 4 | 6; bits: bigint };

/** An address, or the first of a range, as bits; null: neither. */
function readAddress(text: string): Address | null {
  const plain = text
    .trim()
    .toLowerCase()
    .replace(/\/\d+$/, '')
    .replace(/^::ffff:(?=\d+\.)/, '');
  const parts = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3}|x|\*)$/.exec(plain)?.slice(1);
  if (parts) {
    const bytes = parts.map((part) => (/^\d/.test(part) ? Number(part) : 0));
    if (bytes.some((byte) => byte > 255)) return null;
    return { version: 4, bits: bytes.reduce((all, byte) => (all << 8n) | BigInt(byte), 0n) };
  }
  if (!/^[0-9a-f:]+$/.test(plain) || !plain.includes(':')) return null;
  const [head = '', tail, more] = plain.split('::');
  if (more !== undefined) return null;
  const groups = (side: string) => (side === '' ? [] : side.split(':'));
  const [before, after] = [groups(head), groups(tail ?? '')];
  const gap = 8 - before.length - after.length;
  if (tail === undefined ? gap !== 0 : gap < 1) return null;
  const all = [...before, ...Array<string>(Math.max(0, gap)).fill('0'), ...after];
  if (all.some((group) => !/^[0-9a-f]{1,4}$/.test(group))) return null;
  return { version: 6, bits: all.reduce((sum, group) => (sum << 16n) | BigInt(`0x${group}`), 0n) };
}

const cut = ({ version, bits }: Address, length: number) =>
  bits >> BigInt((version === 4 ? 32 : 128) - length);

/**
 * The network to which an address belongs, so that neighbours count as one (the first 24 bits of IPv4, 48 of IPv6);
 * what is no address stands for itself, nothing for an unknown one.
 * @example networkOf('203.0.113.7') === networkOf('203.0.113.200') // true
 */
export function networkOf(text: string | null | undefined): string {
  if (!text) return '';
  const address = readAddress(text);
  if (!address) return text.trim().toLowerCase();
  return `${address.version} ${cut(address, SAME[address.version])}`;
}

/**
 * Whether an address lies in a range.
 * @param range `209.222.80.0/21`, or a single address
 * @example isInRange('209.222.87.1', '209.222.80.0/21') // true
 */
export function isInRange(text: string, range: string): boolean {
  const [address, first] = [readAddress(text), readAddress(range)];
  if (!address || !first || address.version !== first.version) return false;
  const whole = first.version === 4 ? 32 : 128;
  const length = Number(/\/(\d+)$/.exec(range)?.[1] ?? whole);
  return length <= whole && cut(address, length) === cut(first, length);
}

/** `networkOf` that keeps what it was asked: the same few addresses come again and again. */
export function networkReader(): (text: string | null | undefined) => string {
  const known = new Map<string, string>();
  return (text) => {
    if (!text) return '';
    const network = known.get(text) ?? networkOf(text);
    known.set(text, network);
    return network;
  };
}
