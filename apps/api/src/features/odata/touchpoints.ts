import { dayInZone } from '@openmops/domain/calendar';
import { modelTable } from '@openmops/domain/model';
import { formatDay } from '@openmops/domain/shared';
import { type Actor, actorMay } from '../../actor.ts';
import type { Context } from '../../verb.ts';
import { type Chunk, type EntitySet, fieldsOf, type Reading } from './entity-set.ts';
import { badRequest, type EdmType, type Row } from './expression.ts';
import { type ModelStream, streamsOf } from './odata.queries.ts';
import { daysOf } from './restrict.ts';

const TABLE = modelTable('touchpoint');
/** Besides what the model calls personal: the identifiers that lead to a person. */
const PERSONS = new Set(['contact_id', 'anonymous_id']);
const TYPES: Record<string, EdmType> = {
  instant: 'DateTimeOffset',
  day: 'Date',
  flag: 'Boolean',
  number: 'Double',
  money: 'Double',
};

const HEAD = fieldsOf([
  ['id', 'String', 'Names the row.', '!'],
  ['source', 'String', 'The system that it came from.', '!'],
  ['date', 'Date', 'The day in the time zone of the workspace.', '!'],
]);
const MODEL = TABLE.fields.map((field) => ({
  name: field.id,
  type: TYPES[field.type] ?? ('String' as const),
  description: field.description,
  nullable: !field.required,
  personal: field.personal || PERSONS.has(field.id),
}));

/** Touches as the sources tell them. Who they are of is for those who may read records. */
export const TOUCHPOINTS: EntitySet = {
  name: 'Touchpoints',
  type: 'Touchpoint',
  description: `${TABLE.grain} Columns that lead to a person are there for keys with the scope records.read.`,
  key: 'id',
  fields,
  filterOf: (key) => `id eq '${key.replaceAll("'", "''")}'`,
  read: readTouchpoints,
};

function fields(actor: Actor) {
  const all = actorMay(actor, 'records.read');
  return [
    ...HEAD,
    ...MODEL.filter((one) => all || !one.personal).map(({ personal: _, ...one }) => one),
  ];
}

async function* readTouchpoints({ ctx, conditions, start }: Reading): AsyncGenerator<Chunk> {
  const streams = await streamsOf(ctx.db, ctx.workspace.id, 'touchpoint');
  const { from, to } = daysOf(conditions, 'date');
  const begin = start === null ? null : Number(start);
  if (begin !== null && !Number.isInteger(begin))
    throw badRequest('The $skiptoken is not valid.', 'Begin again.');
  for (const month of await monthsOf(ctx, streams)) {
    if (begin !== null && month < begin) continue;
    // A day of the workspace can lie in the month before or after in UTC.
    if (from !== null && month < monthAt(from - 1)) continue;
    if (to !== null && month > monthAt(to + 1)) continue;
    yield { at: String(month), rows: await rowsOf(ctx, streams, month) };
  }
}

async function monthsOf(ctx: Context<'read'>, streams: ModelStream[]): Promise<number[]> {
  const months = new Set<number>();
  for (const { streamId, generation } of streams) {
    const place = { workspaceId: ctx.workspace.id, streamId, generation };
    const found = await ctx.facts.model.months({
      ...place,
      ...{ table: 'touchpoint', dayFields: ['at'], after: null },
    });
    for (const month of found) months.add(month);
  }
  return [...months].sort((a, b) => a - b);
}

/** The touches of one month (in UTC), oldest first. What several streams of a source tell comes once. */
async function rowsOf(
  { facts, workspace, actor }: Context<'read'>,
  streams: ModelStream[],
  month: number,
): Promise<Row[]> {
  const rows = new Map<string, Row>();
  const shown = fields(actor).slice(HEAD.length);
  for (const { streamId, generation, source } of streams) {
    const heard = streams
      .filter((one) => one.source === source)
      .map((one) => ({ workspaceId: workspace.id, ...one }));
    const question = {
      ...{ workspaceId: workspace.id, streamId, generation, table: 'touchpoint' as const, heard },
      fields: shown.map((one) => one.name),
      in: { dayFields: ['at'], months: [month] },
    };
    for await (const page of facts.model.read(question)) {
      for (const { key, values } of page) {
        const at = values.at;
        if (typeof at !== 'number' || monthAt(Math.floor(at / 86_400_000)) !== month) continue;
        const id = JSON.stringify([source, key]);
        const date = formatDay(dayInZone(at, workspace.timeZone));
        if (!rows.has(id)) rows.set(id, { id, source, date, ...values });
      }
    }
  }
  return [...rows.values()].sort(
    (a, b) => Number(a.at) - Number(b.at) || (`${a.id}` < `${b.id}` ? -1 : 1),
  );
}

function monthAt(day: number): number {
  const [year, month] = formatDay(day).split('-');
  return Number(`${year}${month}`);
}
