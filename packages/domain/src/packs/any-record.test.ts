import fc from 'fast-check';
import { expect, it } from 'vitest';
import { compileStream, type FieldSource, PACKS } from './index.ts';

const RECEIVED = Date.UTC(2026, 10, 22);

const pathsOf = (source: FieldSource) =>
  typeof source === 'string' ? [source] : 'from' in source ? [source.from] : [];

/** Every stream of every pack, with the first names of the paths that it reads. */
const STREAMS = PACKS.flatMap((pack) =>
  pack.streams.map((stream) => {
    const mapped = stream.mappings.flatMap(({ fields }) => Object.values(fields).flatMap(pathsOf));
    const all = [...mapped, ...stream.key, ...stream.marks, ...Object.keys(stream.contract.types)];
    const names = all
      .flatMap((path) => path.split('|'))
      .map((path) => path.replace(/\[.*/, '').split('.')[0] ?? '');
    return {
      prepare: stream.prepare ?? (() => []),
      skip: stream.skip ?? (() => null),
      names: [...new Set(names), 'type', 'data', 'attributes', 'cells', 'rows', 'properties'],
      mapper: compileStream(pack, stream, { timeZone: 'Europe/Berlin' }),
    };
  }),
);

const odd = fc.oneof(
  fc.constantFrom(
    null,
    '',
    'x',
    '0',
    'true',
    -1,
    0,
    1e300,
    6,
    13,
    104,
    1_700_000_000,
    'EUR',
    'XXQ',
  ),
  fc.constantFrom<unknown>([], [null], [1], {}, { value: null }, [{ id: 1 }], '[{', {
    data: [null],
  }),
  fc.constantFrom('2026-02-30', '2026-03-01T10:00:00Z', '9999-12-31', 12n ** 20n),
  fc.jsonValue({ maxDepth: 3 }),
);

it('no record makes a pack stumble, or gives a value that is no value of the model', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...STREAMS),
      fc.infiniteStream(odd),
      fc.infiniteStream(fc.boolean()),
      (stream, values, there) => {
        const record: Record<string, unknown> = {};
        for (const name of stream.names) if (there.next().value) record[name] = values.next().value;
        // Beyond what a contract lets through, too.
        for (const one of stream.prepare(record)) expect(typeof one).toBe('object');
        stream.skip(record);
        const mapped = stream.mapper.map(record, RECEIVED);
        if (mapped.problems.length > 0) expect(mapped.rows).toEqual([]);
        for (const { values: row } of mapped.rows)
          for (const value of Object.values(row))
            expect(
              typeof value === 'number'
                ? Number.isSafeInteger(value)
                : value === null || ['string', 'boolean'].includes(typeof value),
            ).toBe(true);
        expect(stream.mapper.map(record, RECEIVED)).toEqual(mapped);
      },
    ),
    { numRuns: 3000 },
  );
});
