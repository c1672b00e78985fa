import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { diffText } from './diff-text.ts';
import { messageMatrix } from './message-matrix.ts';

describe('what changed', () => {
  it('is told word by word', () => {
    const { pieces, added, removed } = diffText(
      'Proven to cure colds.',
      'Made to ease colds, fast.',
    );
    expect(pieces.map(({ kind, text }) => `${kind[0]}:${text}`)).toEqual([
      'r:Proven',
      'a:Made',
      's: to ',
      'r:cure',
      'a:ease',
      's: colds',
      'a:, fast',
      's:.',
    ]);
    expect([added, removed]).toEqual([4, 2]);
    expect(diffText('', '').pieces).toEqual([]);
  });
  it('pieces give both texts back, whatever they are', () => {
    const words = fc.array(fc.constantFrom('a', 'b', ' ', '.', 'ü', '\n'), { maxLength: 40 });
    fc.assert(
      fc.property(words, words, (a, b) => {
        const { pieces } = diffText(a.join(''), b.join(''));
        const side = (gone: string) =>
          pieces
            .filter(({ kind }) => kind !== gone)
            .map(({ text }) => text)
            .join('');
        expect(side('added')).toBe(a.join(''));
        expect(side('removed')).toBe(b.join(''));
      }),
      { numRuns: 1000 },
    );
  });
  it('is one block where nothing is alike', () => {
    const many = (word: string) => Array.from({ length: 1000 }, (_, i) => `${word}${i}`).join(',');
    const { pieces, warnings } = diffText(many('a').replaceAll(',', ';'), many('b'));
    expect(pieces.map(({ kind }) => kind)).toEqual(['removed', 'added']);
    expect(warnings.map(({ code }) => code)).toEqual(['too_different']);
  });
});

describe('messages', () => {
  const message = (id: string, more = {}) => ({
    id,
    persona: 'Lab lead',
    stage: 'Aware',
    text: 'Hi',
    claim: null,
    assets: ['as'],
    result: '',
    ...more,
  });
  const claims = [
    { id: 'good', text: 'x', substantiated: true, validUntil: null },
    { id: 'old', text: 'x', substantiated: true, validUntil: 9 },
    { id: 'bare', text: 'x', substantiated: false, validUntil: null },
  ];
  it('list empty cells and what has no evidence', () => {
    const found = messageMatrix({
      personas: ['Lab lead', 'Buyer', 'Buyer'],
      stages: ['Aware', 'Decide'],
      messages: [
        message('tested', { result: '+12 %' }),
        message('proven', { claim: 'good' }),
        message('over', { claim: 'old', assets: [] }),
        message('bare', { claim: 'bare' }),
        message('gone', { claim: 'nowhere' }),
        message('none', { persona: 'Nobody' }),
      ],
      claims,
      day: 10,
    });
    expect(found.cells).toHaveLength(4);
    expect(found.empty).toEqual([
      { persona: 'Lab lead', stage: 'Decide' },
      { persona: 'Buyer', stage: 'Aware' },
      { persona: 'Buyer', stage: 'Decide' },
    ]);
    expect(found.withoutEvidence.map(({ id }) => id)).toEqual(['over', 'bare', 'gone', 'none']);
    expect([found.withoutAsset, found.outside, found.coverageShare]).toEqual([
      ['over'],
      ['none'],
      0.25,
    ]);
  });
  it('have no coverage without cells', () => {
    expect(
      messageMatrix({ personas: [], stages: [], messages: [], claims, day: 0 }).coverageShare,
    ).toBeNull();
  });
});
