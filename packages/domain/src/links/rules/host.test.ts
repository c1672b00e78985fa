import fc from 'fast-check';
import { expect, it } from 'vitest';
import { isHost } from './host.ts';

const opens = (host: string) => URL.parse(`https://${host}/`) !== null;

/** An empty port, and IPv4 in other ways than four bytes: browsers open it, people do not mean it. */
const ODD = /:$|(?:^|\.)\d+\.?(?::\d+)?$/;

it.each([
  ['a.b', true],
  ['a.b.', true],
  ['localhost:8080', true],
  ['展示.example', true],
  ['10.0.0.255:65535', true],
  ['0x7f.1', false],
  ['[2001:db8::1]:443', true],
  ['[::ffff:192.0.2.1]', true],
  ['[1:2]', false],
  ['a.1', false],
  ['1.2.3.4.5', false],
  ['09.1', false],
  ['a.b:65536', false],
  ['', false],
  ['a b', false],
])('%s: %s', (host, is) => {
  expect(isHost(host)).toBe(is);
});

it('takes all that browsers open, but for odd ways to write IPv4', () => {
  const part = fc.constantFrom(
    ...[
      'a',
      'xy',
      '0',
      '1',
      '255',
      '256',
      '09',
      '017',
      '0x',
      '0xfg',
      '0xff',
      '.',
      ':',
      '::',
      '-',
      'f',
    ],
  );
  const name = fc.array(part, { maxLength: 9 }).map((parts) => parts.join(''));
  const joined = fc.array(part, { maxLength: 6 }).map((parts) => parts.join('.'));
  const six = fc.array(part, { maxLength: 17 }).map((parts) => `[${parts.join('')}]`);
  const groups = fc.array(fc.constantFrom('1', 'ff', '', '1.2.3.4'), { maxLength: 9 });
  const eight = groups.map((parts) => `[${parts.join(':')}]`);
  fc.assert(
    fc.property(fc.oneof(name, joined, six, eight), (host) => {
      if (!ODD.test(host) && opens(host)) expect([host, isHost(host)]).toEqual([host, true]);
    }),
    { numRuns: 2000 },
  );
});
