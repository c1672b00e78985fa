import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { COMMON_SOURCES } from './audit.ts';
import { exampleName, linkChoices, openingTaxonomy } from './choices.ts';
import { buildLink, checkLink, compileNaming, OPEN_TAXONOMY, parseTaxonomy } from './index.ts';
import { taxonomyFaults } from './taxonomy-faults.ts';

const link = (source: string, medium = 'cpc') =>
  `https://a.b/?utm_source=${source}&utm_medium=${medium}&utm_campaign=spring`;
const opening = openingTaxonomy(OPEN_TAXONOMY);

describe('an open list', () => {
  it('sets other words right and takes what is not on it', () => {
    const found = checkLink(link('linkedin-ads', 'paid_social'), opening);
    expect(found.findings).toMatchObject([{ rule: 'unknown-source', suggestion: 'linkedin' }]);
    expect(found.corrected).toBe(link('linkedin', 'paid_social'));
    expect(checkLink(link('fairs.example', 'referral'), opening).ok).toBe(true);
  });

  it('leaves a list of the team alone', () => {
    const own = parseTaxonomy({ id: 'a', sources: [{ name: 'x', aliases: ['twitter'] }] });
    expect(openingTaxonomy(own)).toBe(own);
    const media = openingTaxonomy({ ...OPEN_TAXONOMY, openLists: ['media', 'sources'] });
    expect(media.openLists).toEqual(['sources', 'media']);
    expect(() => parseTaxonomy({ id: 'a', openLists: ['terms'] })).toThrow('openLists');
  });
});

it('leaves capitals where the team allows them', () => {
  const any = parseTaxonomy({ id: 'a', letters: 'any', separator: '-' });
  const written = 'https://a.b/?utm_source=Google&utm_medium=cpc&utm_campaign=Spring-Tür';
  const found = checkLink(written, any);
  expect(found.findings.map(({ rule }) => rule)).toEqual(['value-characters']);
  expect(found.corrected).toContain('utm_source=Google&utm_medium=cpc&utm_campaign=Spring-Tur');
});

describe('what a form offers', () => {
  it('are media that go with the source', () => {
    const { media } = linkChoices(opening, 'linkedin');
    expect(media).toContainEqual({ value: 'paid_social', channel: 'Paid Social' });
    expect(linkChoices(opening, null).sources).toContain('google');
    expect(linkChoices(opening, null)).toMatchObject({ otherSources: true, otherMedia: true });
    const own = parseTaxonomy({
      id: 'a',
      sources: [{ name: 'fair' }],
      media: [{ name: 'pigeon' }],
    });
    expect(linkChoices(own, 'fair')).toMatchObject({
      media: [],
      otherSources: false,
      otherMedia: false,
    });
  });

  it('makes links that pass, whatever is chosen', () => {
    const source = fc.constantFrom(...COMMON_SOURCES.map(({ name }) => name));
    const choice = source.chain((name) =>
      fc.tuple(
        fc.constant(name),
        fc.constantFrom(...linkChoices(opening, name).media.map(({ value }) => value)),
      ),
    );
    fc.assert(
      fc.property(choice, ([utm_source, utm_medium]) => {
        const tags = { utm_source, utm_medium, utm_campaign: 'spring' };
        expect(buildLink({ url: 'https://a.b/', tags }, opening).ok).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('an example of a name', () => {
  it('fits its own grammar', () => {
    const definition = {
      template: '{region}_{product}[_{no}]_{yyyyqq}-{yymm}_{yyyy-mm-dd}',
      fields: {
        region: { kind: 'enum' as const, values: ['emea', 'apac'] },
        no: { kind: 'number' as const, digits: 3 },
        product: { kind: 'text' as const, pattern: '[a-z]{3,9}' },
      },
    };
    const { name } = exampleName(definition, 20454);
    expect(name).toMatch(/^emea_product_001_2026q1-2601_/);
    expect(compileNaming(definition).parse(name ?? '').values).not.toBeNull();
  });

  it('says for which field it knows no value', () => {
    const fields = { sku: { kind: 'text' as const, pattern: '[0-9]{5}-[A-Z]' } };
    const found = exampleName({ template: '{sku}', fields, lowercase: false }, 0);
    expect(found).toEqual({ name: null, values: {}, unknown: 'sku' });
    expect(exampleName({ template: '{a}[_{sku}]', fields, lowercase: false }, 0).name).toBe('a');
    expect(() => exampleName({ template: '{a' }, 0)).toThrow('cannot be read');
  });
});

describe('what contradicts itself in a taxonomy', () => {
  const faultsOf = (input: object) =>
    taxonomyFaults(parseTaxonomy({ id: 'a', ...input })).map(({ field }) => field);

  it.each([
    [{ sources: [{ name: 'google', aliases: ['adwords'] }], separator: '-' }, []],
    [{ sources: [{ name: 'Google' }] }, ['sources.Google']],
    [{ sources: [{ name: 'Google' }], letters: 'any' }, []],
    [{ sources: [{ name: 'paid_ads' }], separator: '-' }, ['sources.paid_ads']],
    [{ sources: [{ name: 'a' }, { name: 'b', aliases: ['a'] }] }, ['sources.a']],
    [{ sources: [{ name: 'a' }], media: [{ name: 'cpc', sources: ['b'] }] }, ['media.cpc']],
    [{ media: [{ name: 'pigeon' }, { name: 'email' }] }, ['media.pigeon']],
    [{ naming: { template: '{a}', lowercase: false } }, ['naming']],
  ])('%j', (input, fields) => expect(faultsOf(input)).toEqual(fields));

  it('is nothing in the common one', () => expect(taxonomyFaults(opening)).toEqual([]));
});
