import type { Engine } from './engine.ts';
import { integer, literal } from './literal.ts';
import { Block, reuse } from './native-block.ts';
import type { ResolvedPlace, ResolvedQuestion, ResolvedStore } from './resolved-port.ts';
import { RESOLVED_TABLE } from './resolved-table.ts';

const COLUMNS = ['workspace', 'generation', 'kind', 'id', 'owner', 'search', 'rank', 'body'];
const PAGE = 5_000;

/** What was resolved, over an engine. */
export function createResolvedStore(engine: Engine): ResolvedStore {
  return {
    async put(at, rows) {
      if (rows.length === 0) return;
      const out = new Block(rows.length);
      out.count(COLUMNS.length);
      out.count(rows.length);
      const write: Record<string, () => void> = {
        workspace: () => out.constant(at.workspaceId),
        generation: () => out.integers('UInt32', new Int32Array(rows.length).fill(at.generation)),
        kind: () => out.strings(rows.map(({ kind }) => kind)),
        id: () => out.strings(rows.map(({ id }) => id)),
        owner: () => out.strings(rows.map(({ owner }) => owner)),
        search: () => out.strings(rows.map(({ search }) => search)),
        rank: () =>
          out.numbers(
            'Float64',
            Float64Array.from(rows, ({ rank }) => rank),
          ),
        body: () => out.strings(rows.map(({ body }) => body)),
      };
      for (const name of COLUMNS) {
        out.text(name);
        write[name]?.();
      }
      const block = out.bytes();
      await engine.insertBlock(RESOLVED_TABLE, COLUMNS, block);
      reuse(block);
    },
    async find(question, { offset, limit }) {
      const where = whereOf(question);
      if (where === null) return [];
      const found = await engine.look<[id: string, owner: string, body: string]>(
        `SELECT id, owner, body FROM ${RESOLVED_TABLE} WHERE ${where}
         ORDER BY rank, id LIMIT 1 BY id LIMIT ${integer(limit)} OFFSET ${integer(offset)}`,
      );
      return found.map(([id, owner, body]) => ({ id, owner, body: JSON.parse(body) as unknown }));
    },
    async *read(question) {
      for (let after: string | null = null; ; ) {
        const from: string = after === null ? '' : ` AND id > ${bytes(after)}`;
        const found: [string, string][] = await engine.look<[string, string]>(
          `SELECT id, body FROM ${RESOLVED_TABLE} WHERE ${whereOf(question)}${from}
           ORDER BY id LIMIT 1 BY id LIMIT ${integer(PAGE)}`,
        );
        if (found.length === 0) return;
        yield found.map(([, body]) => JSON.parse(body) as unknown);
        if (found.length < PAGE) return;
        after = (found.at(-1) as [string, string])[0];
      }
    },
    async count(question) {
      const where = whereOf(question);
      if (where === null) return 0;
      const [found] = await engine.look<[string]>(
        `SELECT uniqExact(id) FROM ${RESOLVED_TABLE} WHERE ${where}`,
      );
      return Number(found?.[0] ?? 0);
    },
    async drop(workspaceId, keep) {
      const found = await engine.look<[string, number]>(
        `SELECT DISTINCT _partition_id, generation FROM ${RESOLVED_TABLE}
         WHERE workspace = ${literal(workspaceId)}`,
      );
      const gone = found.filter(([, generation]) => Number(generation) !== keep);
      if (gone.length === 0) return;
      const drops = gone.map(([id]) => `DROP PARTITION ID ${literal(id)}`);
      await engine.run(`ALTER TABLE ${RESOLVED_TABLE} ${drops.join(', ')}`);
    },
  };
}

/** Null: nothing can be asked for. */
function whereOf(question: ResolvedQuestion): string | null {
  const { ids, owners, search = '' } = question;
  if (ids?.length === 0 || owners?.length === 0) return null;
  return [
    ofPlace(question),
    `kind = ${literal(question.kind)}`,
    ...(ids ? [`id IN (${ids.map(bytes).join(', ')})`] : []),
    ...(owners ? [`owner IN (${owners.map(bytes).join(', ')})`] : []),
    ...(search === '' ? [] : [`position(search, ${bytes(search.toLowerCase())}) > 0`]),
  ].join(' AND ');
}

const ofPlace = ({ workspaceId, generation }: ResolvedPlace) =>
  `workspace = ${literal(workspaceId)} AND generation = ${integer(generation)}`;

/** A text of a source inside a statement: as its bytes, so that no character means anything. */
function bytes(text: string): string {
  return `unhex('${Buffer.from(text, 'utf8').toString('hex')}')`;
}
