import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addResults } from './add-results.ts';
import { type BuyerQuestion, coverQuestions } from './buyer-questions.ts';
import { matchPosts } from './match-posts.ts';

const runs = { numRuns: 1000 };
const question = (id: string, more: Partial<BuyerQuestion> = {}): BuyerQuestion => ({
  ...{ id, stage: null, persona: null, answers: [], deals: [] },
  ...more,
});
const asset = (id: string, more = {}) => ({
  ...{ id, approved: true, archived: false, usableUntil: null },
  ...more,
});

describe('questions of buyers', () => {
  it('are answered only by what is approved and may be used today', () => {
    const asked = {
      questions: [question('q', { answers: ['as'] })],
      ...{ deals: [], stages: [], personas: [], day: 10 },
    };
    const shareWith = (more: object) =>
      coverQuestions({ ...asked, assets: [asset('as', more)] }).overall.share;
    expect(shareWith({ usableUntil: 10 })).toBe(1);
    expect(shareWith({ usableUntil: 9 })).toBe(0);
    expect(shareWith({ approved: false })).toBe(0);
    expect(shareWith({ archived: true })).toBe(0);
    const gone = coverQuestions({ ...asked, assets: [] });
    expect(gone.notCounted).toEqual([
      { question: 'q', asset: 'as', why: 'It is not there any more.' },
    ]);
    expect(coverQuestions({ ...asked, questions: [], assets: [] }).overall.share).toBeNull();
  });

  it('are told by stage and persona, also of those that stand in no list', () => {
    const found = coverQuestions({
      questions: [
        question('a', { stage: 'Decide', persona: 'Buyer', answers: ['as'] }),
        question('b', { stage: 'Decide' }),
        question('c', { stage: 'Renew', persona: 'Buyer' }),
      ],
      ...{ assets: [asset('as')], deals: [], day: 0 },
      ...{ stages: ['Aware', 'Decide'], personas: ['Buyer'] },
    });
    expect(found.byStage.map(({ stage, answered, all }) => [stage, answered, all])).toEqual([
      ['Aware', 0, 0],
      ['Decide', 1, 2],
      ['Renew', 0, 1],
    ]);
    expect(found.byPersona.map(({ persona, share }) => [persona, share])).toEqual([
      ['Buyer', 0.5],
      [null, 0],
    ]);
  });

  it('unanswered ones are ranked by the different open deals that they touch, then by their money', () => {
    const deal = (id: string, open: boolean, amountMicros: number | null = null) => ({
      ...{ id, open, amountMicros },
    });
    const { unanswered } = coverQuestions({
      questions: [
        question('few', { deals: ['d1', 'd1', 'd1'] }),
        question('rich', { deals: ['d3', 'd4'] }),
        question('many', { deals: ['d1', 'd2', 'd2'] }),
        question('heard of', { deals: ['unknown', 'd1', 'd2'] }),
        question('done', { deals: ['d2'], answers: ['as'] }),
      ],
      assets: [asset('as')],
      deals: [deal('d1', true, 5), deal('d2', true), deal('d3', true, 90), deal('d4', true, 10)],
      ...{ stages: [], personas: [], day: 0 },
    });
    expect(unanswered).toEqual([
      { id: 'heard of', openDeals: 3, knownDeals: 2, amountMicros: 5 },
      { id: 'rich', openDeals: 2, knownDeals: 2, amountMicros: 100 },
      { id: 'many', openDeals: 2, knownDeals: 2, amountMicros: 5 },
      { id: 'few', openDeals: 1, knownDeals: 1, amountMicros: 5 },
    ]);
  });

  it('parts sum to the whole, and what is closed touches nothing', () => {
    const words = fc.constantFrom(null, 'x', 'y', 'z');
    const ids = fc.array(fc.constantFrom('1', '2', '3'), { maxLength: 4 });
    const some = fc.array(fc.record({ stage: words, persona: words, answers: ids, deals: ids }), {
      maxLength: 8,
    });
    fc.assert(
      fc.property(some, fc.boolean(), fc.boolean(), (list, approved, open) => {
        const found = coverQuestions({
          questions: list.map((one, i) => ({ ...one, id: `q${i}` })),
          assets: ['1', '2'].map((id) => asset(id, { approved })),
          deals: ['1', '2', '3'].map((id) => ({ id, open, amountMicros: 1 })),
          ...{ stages: ['x'], personas: ['y', 'y'], day: 0 },
        });
        for (const parts of [found.byStage, found.byPersona])
          for (const part of ['answered', 'all'] as const)
            expect(parts.reduce((sum, one) => sum + one[part], 0)).toBe(found.overall[part]);
        expect(found.answered.length + found.unanswered.length).toBe(list.length);
        if (!approved) expect(found.overall.answered).toBe(0);
        if (!open) expect(found.unanswered.every(({ openDeals }) => openDeals === 0)).toBe(true);
      }),
      runs,
    );
  });
});

describe('posts', () => {
  it('are known by their id, else their address, else the code of their link', () => {
    const one = (id: string, at: number, more: object) => ({
      ...{ id, at, reference: null, url: null, linkCode: null },
      ...more,
    });
    const found = matchPosts(
      [
        one('old', 1, { reference: '77' }),
        one('new', 2, { reference: '77' }),
        one('page', 1, { url: 'https://www.Social.example/p/9/?utm_source=x#c' }),
        one('link', 1, { linkCode: 'k7' }),
        one('silent', 1, { reference: '78' }),
      ],
      ['77', 'http://social.example/p/9', 'k7', '99'],
    );
    expect(found.matched).toEqual([
      { post: '77', publication: 'new', by: 'id' },
      { post: 'http://social.example/p/9', publication: 'page', by: 'url' },
      { post: 'k7', publication: 'link', by: 'link' },
    ]);
    expect(found.unmatchedPosts).toEqual(['99']);
    expect(found.unmatchedPublications).toEqual(['old', 'silent']);
  });

  it('never belong to two publications, and none is lost', () => {
    const key = fc.constantFrom(null, '1', '2', 'e.example/p', 'https://e.example/p/');
    const some = fc.array(fc.record({ reference: key, url: key, linkCode: key, at: fc.nat(3) }), {
      maxLength: 6,
    });
    const posts = fc.array(fc.constantFrom('1', '2', '3', 'http://www.e.example/p'));
    fc.assert(
      fc.property(some, posts, (list, named) => {
        const publications = list.map((one, i) => ({ ...one, id: `${i}` }));
        const { matched, unmatchedPosts, unmatchedPublications } = matchPosts(publications, named);
        const all = matched.map(({ post }) => post).concat(unmatchedPosts);
        expect(all.toSorted()).toEqual([...new Set(named)].toSorted());
        const met = new Set(matched.map(({ publication }) => publication));
        expect(met.size + unmatchedPublications.length).toBe(list.length);
      }),
      runs,
    );
  });
});

it('results of parts sum to the whole in any order and any grouping', () => {
  const cents = fc.option(fc.integer({ min: -1e6, max: 1e9 }).map((n) => n / 100));
  const part = fc.record({ a: cents, b: cents });
  fc.assert(
    fc.property(fc.array(part, { maxLength: 9 }), fc.nat(9), (parts, cut) => {
      const whole = addResults(['a', 'b'], parts);
      expect(addResults(['a', 'b'], parts.toReversed())).toEqual(whole);
      const halves = [parts.slice(0, cut), parts.slice(cut)];
      const sums = halves.map((half) => addResults(['a', 'b'], half));
      expect(addResults(['a', 'b'], sums)).toEqual(whole);
    }),
    runs,
  );
});
