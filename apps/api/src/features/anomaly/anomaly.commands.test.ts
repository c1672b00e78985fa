import { formatDay } from '@openmops/domain/shared';
import { describe, expect, it } from 'vitest';
import { openmops, testFiles } from '../../testing/run-openmops.ts';

const { file } = testFiles();

function series(rows: (string | number)[][]): string {
  return file('series.csv', ['timestamp,value', ...rows.map((row) => row.join(','))].join('\n'));
}

const hour = (i: number) =>
  `${formatDay(20_000 + Math.floor(i / 24))} ${String(i % 24).padStart(2, '0')}:00:00`;
const HOURS = Array.from({ length: 600 }, (_, i) => [
  hour(i),
  i === 500 ? 40 : 5 + ((i * 31) % 7) / 7,
]);

describe('openmops anomalies', () => {
  it('answers in the shape that is promised, one score for each row', async () => {
    const answer = await openmops('anomalies', series(HOURS), '--json');
    expect(answer).toMatchObject({ exit: 0, err: '' });
    const json = JSON.parse(answer.out);
    expect(Object.keys(json)).toEqual(['alerts', 'scores']);
    expect(json.scores).toHaveLength(600);
    expect(json.scores.every((score: number) => score >= 0 && score <= 1)).toBe(true);
    expect(json.alerts).toEqual([
      {
        timestamp: hour(500),
        value: 40,
        expected: [expect.any(Number), expect.any(Number)],
        score: json.scores[500],
      },
    ]);
    const [low, high] = json.alerts[0].expected;
    expect(low).toBeLessThan(high);
    expect(high).toBeLessThan(40);
  });

  it('keeps scores beside their rows, whatever the order of the file', async () => {
    const { scores } = JSON.parse((await openmops('anomalies', series(HOURS), '--json')).out);
    const turned = JSON.parse(
      (await openmops('anomalies', series(HOURS.toReversed()), '--json')).out,
    );
    expect(turned.scores).toEqual(scores.toReversed());
  });

  it('judges days by their weekday and the noise of counts', async () => {
    const days = Array.from({ length: 84 }, (_, i) => [
      formatDay(20_000 + i),
      (i % 7 < 5 ? 200 : 90) + ((i * 17) % 13) - (i === 80 ? 150 : 0),
    ]);
    const { alerts, scores } = JSON.parse(
      (await openmops('anomalies', series(days), '--json')).out,
    );
    expect(alerts.map(({ timestamp }: { timestamp: string }) => timestamp)).toEqual([
      formatDay(20_080),
    ]);
    expect(scores).toHaveLength(84);
    const midnight = days.map(([t, value]) => [`${t} 00:00:00`, value as number]);
    const same = JSON.parse((await openmops('anomalies', series(midnight), '--json')).out);
    expect(same.scores).toEqual(scores);
  });

  it('takes a long run of numbered rows for a stream', async () => {
    const rows = Array.from({ length: 1200 }, (_, i) => [i + 1, i === 1000 ? 90 : (i * 31) % 7]);
    const { alerts } = JSON.parse((await openmops('anomalies', series(rows), '--json')).out);
    expect(alerts.map(({ timestamp }: { timestamp: string }) => timestamp)).toEqual(['1001']);
  });

  it('says when there is too little to judge', async () => {
    const few = Array.from({ length: 20 }, (_, i) => [formatDay(20_000 + i), i === 19 ? 900 : 100]);
    const { out } = await openmops('anomalies', series(few));
    expect(out).toContain('too few rows to judge any');
  });

  it('tells a person what stands out', async () => {
    const { out } = await openmops('anomalies', series(HOURS));
    expect(out).toContain('1 of 600 rows stand out');
    expect(out).toContain(hour(500));
    const quiet = await openmops('anomalies', series(HOURS.slice(0, 400)));
    expect(quiet.out).toContain('0 of 400 rows stand out');
  });

  it('refuses what is no series', async () => {
    expect((await openmops('anomalies')).exit).toBe(2);
    const words = await openmops('anomalies', series([['2026-01-01', 'x']]), '--json');
    expect(words.exit).toBe(1);
    expect(JSON.parse(words.out).error.code).toBe('INVALID');
    expect(
      (
        await openmops(
          'anomalies',
          series([
            ['soon', 1],
            ['later', 2],
            ['never', 3],
          ]),
        )
      ).exit,
    ).toBe(1);
    expect((await openmops('anomalies', series([]))).exit).toBe(1);
  });
});
