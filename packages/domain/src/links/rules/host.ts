/** An address in its rough form, or a name as browsers take it that does not end in a number. */
const HOST =
  /^(?:(?:\d{1,3}\.){3}\d{1,3}|\[(?=.*:.*:)[\da-f:.]+\]|(?!(?:.*\.)?\d+\.?$)[^\s/?#@:[\]\\<>^`{|}%"]+)$/i;

/**
 * Whether something can be asked there: a name, an IPv4 or an IPv6 address, and perhaps a port.
 * Source: WHATWG URL, §3.5 host parsing: what ends in a number is IPv4 or nothing.
 */
export function isHost(authority: string): boolean {
  const [host = '', port = 0] = authority.split(/:(\d+)$/);
  return Number(port) <= 65_535 && HOST.test(host);
}
