import * as z from 'zod';
import type { Page, PageRequest, PullCall, PullStream, PullTools } from '../../engine/client.ts';

const API = 'https://api.hubapi.com';
/** With histories, more cannot be read at once. */
const BATCH = 50;

const Found = z.object({ results: z.array(z.object({ id: z.string() })) });
const Names = z.object({ results: z.array(z.object({ name: z.string() })) });
const Listed = z.object({
  results: z.array(z.looseObject({ id: z.string(), archivedAt: z.string().optional() })),
  paging: z.object({ next: z.object({ after: z.string() }) }).optional(),
});
const Objects = z.object({
  results: z.array(
    z.looseObject({ id: z.string(), properties: z.record(z.string(), z.unknown()) }),
  ),
});
const Associations = z.object({
  results: z.array(
    z.object({
      from: z.object({ id: z.string() }),
      to: z.array(
        z.looseObject({ toObjectId: z.union([z.number(), z.string(), z.looseObject({})]) }),
      ),
    }),
  ),
});

type ObjectOptions = {
  /** Property that holds the instant of the last change. */
  changed: string;
  /** Properties whose whole history is read: what lifecycle and pipeline are made of. */
  history: readonly string[];
  associated: readonly string[];
};
/** `after`: greatest id that has been read. `archived`: now the list of deleted ones, from this cursor. */
type Place = { after: string } | { archived: string | null };

/**
 * A stream of CRM objects. They are searched by id in ascending order, so the search's limit of 10,000
 * hits and changes during the read do no harm; then read with all properties, histories and
 * associations. Deleted ones follow at the end.
 */
export function crmStream(object: string, options: ObjectOptions): PullStream {
  return {
    name: object,
    key: [['id']],
    cursor: ['updatedAt'],
    mode: 'upsert',
    needs: `scope crm.objects.${object}.read and crm.schemas.${object}.read`,
    deleted: (record) => (record as { archived?: boolean }).archived === true,
    async page(request, tools) {
      const place = (request.place ?? { after: '0' }) as Place;
      if ('archived' in place) return archivedPage(object, { request, place }, tools);
      const ids = await search(
        object,
        { request, after: place.after, changed: options.changed },
        tools,
      );
      const records = ids.length === 0 ? [] : await readObjects(object, { ids, options }, tools);
      const last = ids.at(-1);
      const more = ids.length === BATCH && last !== undefined;
      return { records, next: more ? { after: last } : { archived: null } };
    },
  };
}

async function search(
  object: string,
  asked: { request: PageRequest; after: string; changed: string },
  tools: PullTools,
): Promise<string[]> {
  const { since } = asked.request;
  const changedSince = {
    propertyName: asked.changed,
    operator: 'GTE',
    value: String(Date.parse(since ?? '')),
  };
  const found = await tools.ask(
    {
      stream: object,
      url: `${API}/crm/v3/objects/${object}/search`,
      method: 'POST',
      body: {
        filterGroups: [
          {
            filters: [
              { propertyName: 'hs_object_id', operator: 'GT', value: asked.after },
              ...(since === null ? [] : [changedSince]),
            ],
          },
        ],
        sorts: [{ propertyName: 'hs_object_id', direction: 'ASCENDING' }],
        properties: ['hs_object_id'],
        limit: BATCH,
      },
    },
    Found,
  );
  return found.results.map(({ id }) => id);
}

async function readObjects(
  object: string,
  asked: { ids: string[]; options: ObjectOptions },
  tools: PullTools,
): Promise<object[]> {
  const { ids, options } = asked;
  const properties = await tools.once(`hubspot ${object} properties`, async () => {
    const call = { stream: object, url: `${API}/crm/v3/properties/${object}` };
    return (await tools.ask(call, Names)).results.map(({ name }) => name);
  });
  const call: PullCall = {
    stream: object,
    url: `${API}/crm/v3/objects/${object}/batch/read`,
    method: 'POST',
    body: {
      properties,
      propertiesWithHistory: options.history,
      inputs: ids.map((id) => ({ id })),
    },
  };
  const { results } = await tools.ask(call, Objects);
  const associations = new Map<string, Record<string, { results: { id: string }[] }>>();
  for (const other of options.associated) {
    for (const [id, targets] of await associated({ object, other, ids }, tools)) {
      const all = associations.get(id) ?? {};
      all[other] = { results: targets };
      associations.set(id, all);
    }
  }
  return results.map((one) => ({ ...one, associations: associations.get(one.id) ?? {} }));
}

/** 207 when some have none. */
async function associated(
  asked: { object: string; other: string; ids: string[] },
  tools: PullTools,
): Promise<[id: string, targets: { id: string }[]][]> {
  const { object, other, ids } = asked;
  const call: PullCall = {
    stream: object,
    url: `${API}/crm/v4/associations/${object}/${other}/batch/read`,
    method: 'POST',
    body: { inputs: ids.map((id) => ({ id })) },
  };
  return (await tools.ask(call, Associations)).results.map(({ from, to }) => [
    from.id,
    // Ids are numbers here and text everywhere else.
    to.map(({ toObjectId }) => ({ id: JSON.stringify(toObjectId).replaceAll('"', '') })),
  ]);
}

/** The list of deleted ones knows no filter, so what was deleted before is left out here. */
async function archivedPage(
  object: string,
  asked: { request: PageRequest; place: { archived: string | null } },
  tools: PullTools,
): Promise<Page> {
  const { since } = asked.request;
  const call: PullCall = {
    stream: object,
    url: `${API}/crm/v3/objects/${object}`,
    query: { archived: 'true', limit: 100, after: asked.place.archived ?? undefined },
  };
  const { results, paging } = await tools.ask(call, Listed);
  const recent = results.filter(
    ({ archivedAt }) => since === null || archivedAt === undefined || archivedAt >= since,
  );
  return { records: recent, next: paging ? { archived: paging.next.after } : null };
}
