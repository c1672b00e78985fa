import { describe, expect, it } from 'vitest';
import { mustReach, targetAddress } from './target-address.ts';

/** Addresses of loopback, private and reserved networks, as numbers can be written. */
const HOSTS = [
  ...['127.0.0.1', '127.1', '127.255.255.254', '2130706433', '0x7f000001', '0177.0.0.1'],
  ...['0x7f.1', '017700000001', '127.0.1', '0', '0.0.0.0', '0.255.0.1', '00', '0x0'],
  ...['10.0.0.1', '10.255.255.255', '012.0.0.1', '0xa000001', '167772161', '10.1'],
  ...['100.64.0.1', '100.127.255.255', '169.254.169.254', '0xa9fea9fe', '2852039166'],
  ...['0251.0376.0251.0376', '169.254.0.1', '172.16.0.1', '172.31.255.255', '0xac.16.1'],
  ...['192.0.0.1', '192.0.0.170', '192.0.2.1', '192.88.99.1', '192.168.0.1', '192.168.257'],
  ...['0xc0a80001', '3232235521', '198.18.0.1', '198.19.255.255', '198.51.100.7'],
  ...['203.0.113.9', '224.0.0.1', '239.255.255.250', '240.0.0.1', '255.255.255.255'],
  ...['[::]', '[::1]', '[0:0:0:0:0:0:0:1]', '[::127.0.0.1]', '[::ffff:127.0.0.1]'],
  ...['[::ffff:7f00:1]', '[::ffff:a9fe:a9fe]', '[::ffff:10.0.0.1]', '[::ffff:8.8.8.8]'],
  ...['[64:ff9b::127.0.0.1]', '[64:ff9b::7f00:1]', '[64:ff9b:1::1]', '[100::1]', '[2001::1]'],
  ...['[2001:db8::1]', '[2002:7f00:1::]', '[fc00::1]', '[fd12:3456::1]', '[fe80::1]'],
  ...['[febf::1]', '[fec0::1]', '[ff02::1]', '[ff0e::1]', 'localhost', 'LOCALHOST'],
  ...['localhost.', 'app.localhost', 'app.localhost.', '127.0.0.1.', '１２７.0.0.1', 'ⓛocalhost'],
];

const FORMS = [
  'http://example.com/hook',
  'http://93.184.215.14/hook',
  'ftp://example.com/',
  'file:///etc/passwd',
  'gopher://example.com/',
  'data:text/plain,x',
  'javascript:alert(1)',
  'ws://example.com/',
  'https://user@example.com/',
  'https://user:secret@example.com/',
  'https://:secret@example.com/',
  'https://example.com:22/',
  'https://example.com:25/',
  'https://example.com:80/',
  'https://example.com:5432/',
  'https://example.com:8080/',
  'https://example.com:9200/',
  'https://example.com@127.0.0.1/',
  'https://127.0.0.1\\@example.com/',
  'https://example.com:443@10.0.0.1/',
  'example.com/hook',
  '//example.com/hook',
  '/hook',
  'https://',
  'https://exa mple.com/',
  'https://256.1.1.1/',
  '',
];

const taken = (text: string, allowed: string[] = []) => targetAddress(text, allowed).href;

describe('addresses of others', () => {
  const wrong = [...HOSTS.flatMap((host) => [`https://${host}/`, `http://${host}/`]), ...FORMS];

  it('are refused where they are none, or lead inside', () => {
    expect(wrong.length).toBeGreaterThan(120);
    const through = wrong.filter((text) => {
      try {
        return taken(text) !== '';
      } catch (error) {
        expect(error).toMatchObject({ code: 'INVALID', detail: { reason: 'address' } });
        return false;
      }
    });
    expect(through).toEqual([]);
  });

  it('are taken where the internet reaches them', () => {
    for (const text of [
      'https://hooks.example.com/services/a?b=c',
      'https://example.com:8443/',
      'https://93.184.215.14/hook',
      'https://[2606:2800:21f:cb07:6820:80da:af6b:8b2c]/hook',
    ])
      expect(taken(text)).toBe(text);
    expect(taken('https://EXAMPLE.com#part')).toBe('https://example.com/');
  });

  it('inside are taken where the server says so, and nowhere else', () => {
    const allowed = ['10.1.0.0/16', 'fd00:1::/32'];
    expect(taken('http://10.1.2.3:9000/', allowed)).toBe('http://10.1.2.3:9000/');
    expect(taken('http://[fd00:1::5]/', allowed)).toBe('http://[fd00:1::5]/');
    expect(() => taken('http://10.2.0.1/', allowed)).toThrow('not reachable');
    expect(() => taken('https://[::ffff:10.1.2.3]/', allowed)).not.toThrow();
    expect(() => taken('http://93.184.215.14/', allowed)).toThrow('not https');
  });

  it('are looked at again when their name is known: every one of them', () => {
    const url = new URL('https://example.com/');
    expect(() => mustReach(url, ['93.184.215.14'], [])).not.toThrow();
    expect(() => mustReach(url, ['93.184.215.14', '127.0.0.1'], [])).toThrow('leads to 127.0.0.1');
    expect(() => mustReach(url, ['93.184.215.14', '::ffff:7f00:1'], [])).toThrow('leads to');
    const plain = new URL('http://crm.example.com:9000/');
    expect(() => mustReach(plain, ['10.1.2.3'], ['10.1.0.0/16'])).not.toThrow();
    expect(() => mustReach(plain, ['93.184.215.14'], ['10.1.0.0/16'])).toThrow('not https');
  });
});
