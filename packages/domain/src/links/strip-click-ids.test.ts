import fc from 'fast-check';
import { expect, it } from 'vitest';
import { CLICK_IDS, stripClickIds } from './index.ts';

it('takes every known id out and keeps it', () => {
  const names = [...CLICK_IDS.keys()];
  for (const need of 'gclid gbraid wbraid msclkid fbclid ttclid li_fat_id dclid twclid yclid mc_eid'.split(
    ' ',
  )) {
    expect(names).toContain(need);
  }
  const url = `https://a.b/c?x=1&${names.map((name, i) => `${name}=v${i}%20`).join('&')}&y=2#z`;
  const { url: stripped, clickIds } = stripClickIds(url);
  expect(stripped).toBe('https://a.b/c?x=1&y=2#z');
  expect(clickIds.map(({ name, value }) => [name, value])).toEqual(
    names.map((name, i) => [name, `v${i} `]),
  );
  expect(stripClickIds('https://a.b/?ScCid=1').clickIds[0]?.platform).toBe('Snapchat');
});

it('changes nothing else', () => {
  const part = fc.stringMatching(/^[\w%+;.-]{0,8}$/);
  const pair = fc.tuple(part, part).map(([name, value]) => `p${name}=${value}`);
  fc.assert(
    fc.property(
      fc.array(pair),
      fc.array(pair),
      fc.stringMatching(/^[A-Za-z0-9_-]{1,20}$/),
      (a, b, id) => {
        const link = (pairs: string[]) =>
          `https://a.b/${pairs.length > 0 ? `?${pairs.join('&')}` : ''}`;
        const { url, clickIds } = stripClickIds(link([...a, `fbclid=${id}`, ...b]));
        expect(url).toBe(link([...a, ...b]));
        expect(clickIds).toEqual([{ name: 'fbclid', value: id, platform: 'Meta' }]);
        expect(stripClickIds(url)).toEqual({ url, clickIds: [] });
      },
    ),
    { numRuns: 1000 },
  );
});
