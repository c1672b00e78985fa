import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import WHATWG from './fixtures/whatwg-urls.json' with { type: 'json' };
import { joinUrl, splitUrl } from './index.ts';

describe('splitUrl', () => {
  it('changes nothing, for any text', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.webUrl({ withFragments: true, withQueryParameters: true }),
      fc
        .array(fc.constantFrom('http', ':', '/', '?', '#', '@', '&', 'a', '\n', ''))
        .map((all) => all.join('')),
    );
    fc.assert(
      fc.property(text, (url) => joinUrl(splitUrl(url)) === url),
      { numRuns: 1000 },
    );
  });

  it.each(WHATWG)('cuts %s as the URL standard does', (...row) => {
    const [href, protocol, username, password, host, pathname, search, hash] = row as string[];
    const parts = splitUrl(href as string);
    const authority = parts.authority ?? '';
    const user = password ? `${username}:${password}@` : username ? `${username}@` : '';
    expect(`${parts.scheme}:`).toBe(protocol);
    expect(authority).toBe(user + host);
    expect(parts.path).toBe(pathname);
    // The standard calls a mark without text empty.
    expect(parts.query ? `?${parts.query}` : '').toBe(search);
    expect(parts.fragment ? `#${parts.fragment}` : '').toBe(hash);
  });

  it.each([
    ['', { scheme: null, authority: null, path: '', query: null, fragment: null }],
    ['?', { scheme: null, authority: null, path: '', query: '', fragment: null }],
    ['#', { scheme: null, authority: null, path: '', query: null, fragment: '' }],
    ['//a/b', { scheme: null, authority: 'a', path: '/b', query: null, fragment: null }],
    [
      'mailto:a@b.c',
      { scheme: 'mailto', authority: null, path: 'a@b.c', query: null, fragment: null },
    ],
    ['http://a#b?c', { scheme: 'http', authority: 'a', path: '', query: null, fragment: 'b?c' }],
  ])('cuts %j', (url, parts) => {
    expect(splitUrl(url)).toEqual(parts);
  });
});
