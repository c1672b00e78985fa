import type { Pack, PackStream } from './pack.ts';

/** A stream for tests: what is given, and nothing else. */
export function streamOf(given: Partial<PackStream>): PackStream {
  return {
    id: 'things',
    name: 'Things',
    names: ['things'],
    marks: [],
    key: ['id'],
    cursor: null,
    deleted: null,
    mappings: [],
    contract: { required: [], types: {}, allowed: {} },
    rules: [],
    ...given,
  };
}

export const packOf = (id: string, streams: readonly PackStream[]): Pack => ({
  id,
  name: id,
  docs: [],
  channel: null,
  streams,
});
