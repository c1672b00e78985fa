import { OPEN_TAXONOMY, parseTaxonomy } from '@openmops/domain/links';
import { expect, it } from 'vitest';
import type { LinkRules } from '../../api-links.ts';
import { changesOf, draftOf, emptyWord, fieldNames, taxonomyOf } from './rules-draft.ts';

const rules = (taxonomy: object, more: Partial<LinkRules> = {}): LinkRules => ({
  version: 1,
  taxonomy: parseTaxonomy({ id: 'a@1', ...taxonomy }),
  onlyCampaigns: false,
  redirect: false,
  note: '',
  setBy: null,
  setAt: null,
  ...more,
});
const own = {
  required: ['utm_source', 'utm_content'],
  separator: '-',
  letters: 'lower',
  openLists: ['media'],
  sources: [{ name: 'google', aliases: ['adwords', 'gads'] }],
  media: [{ name: 'cpc', sources: ['google'] }],
  naming: {
    template: '{region}_{no}_{day}_{free}',
    fields: {
      region: { kind: 'enum', values: ['emea', 'apac'] },
      no: { kind: 'number', digits: 3 },
      day: { kind: 'date', format: 'yyyymm' },
      free: { kind: 'text', pattern: '[a-z]+' },
    },
    lowercase: true,
  },
};

it('rules stand in the form and come back as they were', () => {
  const before = rules(own);
  const { id: _id, ...sent } = before.taxonomy;
  expect(taxonomyOf(draftOf(before))).toEqual(sent);
});

it('what only the API sets is kept, and named when it changes', () => {
  const free = { kind: 'text', pattern: '[a-z]+', maxLength: 12 };
  const naming = { ...own.naming, fields: { ...own.naming.fields, free } };
  const before = rules({ ...own, naming });
  for (const [letters, lowercase] of [
    ['lower', false],
    ['any', true],
  ] as const) {
    const strict = rules({
      ...own,
      letters,
      naming: { ...naming, lowercase },
      campaigns: ['spring', 'autumn'],
    });
    const { id: _id, ...sent } = strict.taxonomy;
    expect(taxonomyOf(draftOf(strict))).toEqual(sent);
    expect(changesOf(before, strict)).toMatch(
      /^capitals in names of campaigns; campaigns: only spring, autumn/,
    );
    expect(changesOf(strict, before)).toContain('campaigns: no list');
  }
  expect(changesOf(rules(own), before)).toMatch(/^names of campaigns: /);
});

it('a team without a list sees the common sources', () => {
  const draft = draftOf(rules(OPEN_TAXONOMY));
  expect(draft.sources.find(({ name }) => name === 'linkedin')?.aliases).toContain('linkedin-ads');
  expect(draft.open).toEqual({ sources: true, media: false });
  const none = taxonomyOf({ ...draft, sources: [emptyWord()], template: ' ' });
  expect([none.sources, none.media, none.naming]).toEqual([null, null, null]);
});

it('fields are found while a template is typed', () => {
  expect(fieldNames('{region}_{product}[_{no}')).toEqual(['region', 'product', 'no']);
  expect(fieldNames('{A}{')).toEqual([]);
});

it('says what a version changed', () => {
  const before = rules(own);
  const after = rules(
    { ...own, openLists: [], sources: [{ name: 'bing' }], naming: null, letters: 'any' },
    { redirect: true, onlyCampaigns: true },
  );
  expect(changesOf(before, after)).toBe(
    'sources: bing added; sources: google taken out; media: these only; names of campaigns: free; spelling; only campaigns that exist; short addresses on.',
  );
  expect(changesOf(before, before)).toBe('Nothing else.');
  expect(changesOf(undefined, after)).toBe('The first rules.');
});
