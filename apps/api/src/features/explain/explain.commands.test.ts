import { describe, expect, it } from 'vitest';
import { openmops, testFiles } from '../../testing/run-openmops.ts';

const { file } = testFiles();

const before = file('before.csv', 'Channel,Spend,Revenue\nSearch,100,400\nSocial,100,200\n');
const after = file('after.csv', 'Channel,Spend,Revenue\nSearch,100,300\nSocial,200,400\n');

describe('openmops explain', () => {
  it('gives parts that sum to the change', async () => {
    const ask = ['explain', before, after, '--kpi', 'revenue / spend', '--by', 'channel'];
    const answer = await openmops(...ask, '--weights', 'after', '--json');
    const found = JSON.parse(answer.out);
    expect(answer).toMatchObject({ exit: 0, err: '' });
    expect(found).toMatchObject({ kpi: 'revenue / spend', before: 3, by: 'channel' });
    expect(found.change).toBeCloseTo(-2 / 3, 12);
    expect(found.sum).toBeCloseTo(found.change, 12);
    expect(found.parts[0]).toMatchObject({ segment: 'Search', effect: 'rate' });
    expect(found.parts[0].value).toBeCloseTo(-1 / 3, 12);
  });

  it('knows the KPIs of the catalogue, over columns by their short names', async () => {
    const { out } = await openmops('explain', before, after, '--kpi', 'roas', '--json');
    expect(JSON.parse(out)).toMatchObject({ kpi: 'roas', before: 3, method: 'lmdi' });
  });

  it('without a split: the formula, and which dimension tells most', async () => {
    const answer = await openmops('explain', before, after, '--kpi', 'revenue - spend', '--json');
    const found = JSON.parse(answer.out);
    expect(found.parts.map((part: { factor: string }) => part.factor)).toEqual([
      'revenue',
      'spend',
    ]);
    const worse = file('worse.csv', 'Channel,Spend,Revenue\nSearch,100,50\nSocial,100,200\n');
    const ranked = await openmops('explain', before, worse, '--kpi', 'Revenue');
    expect(ranked.out).toContain('600 → 250: -350');
    expect(ranked.out).toContain('Most telling dimension: channel (Search 100 %).');
  });

  it('refuses distinct counts, unknown columns and cells that are no numbers', async () => {
    const users = file('users.csv', 'channel,users\nSearch,5\nSocial,6\n');
    const refused = await openmops('explain', users, users, '--kpi', 'users', '--json');
    expect(refused.exit).toBe(1);
    expect(refused.err).toContain('distinct count');
    const ask = (kpi: string) => openmops('explain', before, after, '--kpi', kpi);
    expect((await ask('revenus')).err).toContain('Did you mean “revenue”?');
    expect(
      (await openmops('explain', before, after, '--kpi', 'revenue', '--distinct', 'revenue')).exit,
    ).toBe(1);
    const wrong = file('wrong.csv', 'channel,spend,revenue\nSearch,many,3\n');
    const cell = await openmops('explain', before, wrong, '--kpi', 'spend');
    expect(cell.err).toContain('line 2, column “spend”');
  });

  it('wrong usage is 2', async () => {
    expect((await openmops('explain', before, after)).exit).toBe(2);
    expect((await openmops('explain', before, '--kpi', 'spend')).exit).toBe(2);
    const odd = await openmops('explain', before, after, '--kpi', 'spend', '--weights', 'none');
    expect(odd.exit).toBe(2);
  });
});
