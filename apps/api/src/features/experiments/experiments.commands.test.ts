import { describe, expect, it } from 'vitest';
import { openmops } from '../../testing/run-openmops.ts';

const counts = ['--control', '250/5000', '--variant', '300/5000'];

describe('openmops experiment', () => {
  it('reads two arms', async () => {
    const answer = await openmops('experiment', ...counts, '--planned-share', '0.5', '--json');
    const read = JSON.parse(answer.out);
    expect(answer).toMatchObject({ exit: 0, err: '' });
    expect(read.method).toBe('frequentist');
    expect(read.z).toBeCloseTo(2.193, 3);
    expect(read.pValue).toBeCloseTo(0.0283, 4);
    expect(read.difference.interval.low).toBeCloseTo(0.00107, 5);
    expect(read.difference.interval.high).toBeCloseTo(0.01893, 5);
    expect(read.split).toMatchObject({ chiSquare: 0, status: 'ok' });
    expect(read.verdict.code).toBe('variant_better');
  });

  it('reads them as belief and at any look', async () => {
    const belief = await openmops('experiment', ...counts, '--method', 'bayesian', '--json');
    expect(JSON.parse(belief.out).chanceExact).toBeCloseTo(0.9858, 4);
    const looks = await openmops('experiment', ...counts, '--method=sequential', '--json');
    expect(JSON.parse(looks.out).pValue).toBeCloseTo(0.4271, 4);
  });

  it('says in words what it means', async () => {
    const { out, exit } = await openmops('experiment', ...counts, '--planned-per-arm', '8158');
    expect(exit).toBe(0);
    expect(out).toContain('control        250  5000        5');
    expect(out).toContain('significant, but stopped before the planned 8,158 per arm');
    const flagged = await openmops(
      'experiment',
      '--control=250/5000',
      '--variant=300/4700',
      '--planned-share=0.5',
    );
    expect(flagged.out).toContain('chi-square 9.278, p 0.00232');
  });

  it('plans', async () => {
    const plan = ['experiment', '--plan', '--baseline', '0.05', '--mde', '0.01'];
    const answer = JSON.parse((await openmops(...plan, '--json')).out);
    expect(answer).toMatchObject({ perArm: 8158, total: 16316, warnings: [] });
    const small = await openmops(...plan, '--per-arm', '2250', '--json');
    const found = JSON.parse(small.out);
    expect(found.detectable.effect).toBeCloseTo(0.0198, 4);
    expect(found.warnings[0].code).toBe('audience_too_small');
    expect((await openmops(...plan, '--per-arm', '2250')).out).toBe(
      '8,158 cases per arm, 16,316 in all, show +1.00 points.\n2,250 per arm show +1.98 points or more.',
    );
  });

  it('wrong usage is 2, counts that are none are refused', async () => {
    expect((await openmops('experiment')).exit).toBe(2);
    expect((await openmops('experiment', '--control', '5%', '--variant', '1/2')).exit).toBe(2);
    expect((await openmops('experiment', ...counts, '--method', 'magic')).err).toContain('magic');
    expect((await openmops('experiment', ...counts, '--level', '5')).exit).toBe(2);
    expect((await openmops('experiment', '--plan')).exit).toBe(2);
    expect((await openmops('experiment', '--plan', '--baseline', '0.1')).exit).toBe(2);
    const more = await openmops('experiment', '--control', '9/5', '--variant', '1/5', '--json');
    expect(more.exit).toBe(1);
    expect(JSON.parse(more.out).error.code).toBe('INVALID');
  });
});
