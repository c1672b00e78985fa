import { expect, it } from 'vitest';
import { mapStreams } from '../parts/testing.ts';

const list = (rows: readonly Record<string, unknown>[], listed: string) =>
  rows.map((row) => ({
    ...{
      event_code: 'fair',
      event_name: 'The fair',
      at: '2026-06-18T09:00:00Z',
      listed_at: listed,
    },
    ...row,
  }));
const ann = { attendee: 'ann@north.example', email: 'Ann@north.example', first_name: 'Ann' };
const bob = { attendee: 'bob@south.example', email: 'bob@south.example' };

it('who came is a touch of the event; who signed up one of its form', () => {
  const mapped = mapStreams({
    event_attendees: list(
      [
        { ...ann, status: 'attended', registered_at: '2026-06-01T08:00:00Z' },
        { ...bob, status: 'no_show' },
      ],
      '2026-06-19T00:00:00Z',
    ),
  });
  expect(mapped.problems).toEqual([]);
  expect(mapped.streams).toEqual(['event_lists attendees']);
  expect(mapped.tables.contact?.map((one) => one.email)).toEqual([
    'ann@north.example',
    'bob@south.example',
  ]);
  const touches = mapped.tables.touchpoint?.map((one) => [one.kind, one.email, one.campaign]);
  expect(touches).toEqual([
    ['event', 'ann@north.example', 'fair'],
    ['form', 'ann@north.example', 'fair'],
    ['form', 'bob@south.example', 'fair'],
  ]);
});

it('a corrected list takes back who did not come', () => {
  const mapped = mapStreams({
    event_attendees: [
      ...list([{ ...ann, status: 'attended' }], '2026-06-19T00:00:00Z'),
      ...list([{ ...ann, status: 'no_show' }], '2026-06-20T00:00:00Z'),
    ],
  });
  expect(mapped.tables.touchpoint?.map((one) => one.kind)).toEqual(['form']);
});

it('who is on no list any more leaves no touch, and comes back with the next list', () => {
  const day = (n: number) => `2026-06-${n}T00:00:00Z`;
  const came = { ...ann, status: 'attended', registered_at: '2026-06-01T08:00:00Z' };
  const off = list([{ ...came, status: 'cancelled' }], day(20));
  const kinds = (more: ReturnType<typeof list>) =>
    mapStreams({
      event_attendees: [...list([came], day(19)), ...off, ...more],
    }).tables.touchpoint?.map((one) => one.kind) ?? [];
  expect(kinds([])).toEqual([]);
  expect(kinds(list([came], day(21)))).toEqual(['event', 'form']);
});

it('a status that is none stands aside', () => {
  const rows = list([{ ...ann, status: 'perhaps' }], '2026-06-19T00:00:00Z');
  expect(mapStreams({ event_attendees: rows }).problems).toHaveLength(1);
});
