import { MopsError } from '@openmops/domain/shared';
import { parse } from 'csv-parse/sync';
import * as z from 'zod';
import type { Page, PullCall, PullTools } from '../../engine/client.ts';
import { leadFields } from './lead-fields.ts';

const DAY_MS = 86_400_000;
/** No export may cover more. */
const MOST_DAYS = 31;
/** A larger file is asked for in shorter spans. */
const MOST_BYTES = 24 * 1024 ** 2;
const MOST_TRIES = 5;
const LOOK_MS = 60_000;
const NUMBERS = new Set(['integer', 'float', 'currency', 'score', 'percent']);

const Job = z.object({
  result: z
    .array(
      z.object({
        exportId: z.string(),
        status: z.string(),
        fileSize: z.number().optional(),
      }),
    )
    .min(1),
});

/**
 * A span of days in which leads were made. `job`: its export is being written. `look` counts how
 * often it was looked at, `tried` how often the span was begun.
 */
export type BulkPlace = {
  from: string;
  days: number;
  tried: number;
  job?: { id: string; look: number };
};

export function firstSpan(start: string): BulkPlace {
  return { from: start, days: MOST_DAYS, tried: 0 };
}

/** One step of the first load: begin an export, look at it, or take it. Null: all spans are read. */
export async function bulkPage(
  asked: { base: string; place: BulkPlace; until: string },
  tools: PullTools,
): Promise<Omit<Page, 'next'> & { next: BulkPlace | null }> {
  const { base, place, until } = asked;
  const end = new Date(Math.min(Date.parse(place.from) + place.days * DAY_MS, Date.parse(until)));
  if (!place.job) {
    const job = await beginExport({ base, from: place.from, to: end.toISOString() }, tools);
    return { records: [], next: { ...place, tried: place.tried + 1, job: { id: job, look: 0 } } };
  }
  const url = `${base}/bulk/v1/leads/export/${place.job.id}`;
  const state = (await tools.ask({ stream: 'leads', url: `${url}/status.json` }, Job)).result[0];
  const again = { from: place.from, days: place.days, tried: place.tried };
  if (state?.status === 'Failed' || state?.status === 'Cancelled') {
    if (place.tried < MOST_TRIES) return { records: [], next: again };
    throw new MopsError(
      'PRECONDITION',
      `Marketo, stream leads: the export of leads made from ${place.from} on failed ${place.tried} times.`,
      'Nothing was lost. The next run tries again; Admin > Integration > Bulk Extract says more.',
      { reason: 'request', platform: 'marketo', stream: 'leads', upstream: null },
    );
  }
  if (state?.status !== 'Completed') {
    await tools.sleep(LOOK_MS);
    return { records: [], next: { ...place, job: { id: place.job.id, look: place.job.look + 1 } } };
  }
  if ((state.fileSize ?? 0) > MOST_BYTES && place.days > 1) {
    return { records: [], next: { ...again, days: Math.ceil(place.days / 2), tried: 0 } };
  }
  const call: PullCall = { stream: 'leads', url: `${url}/file.json`, as: 'text' };
  const { text } = await tools.request(call);
  const over = end.getTime() >= Date.parse(until);
  const next = over ? null : { from: end.toISOString(), days: MOST_DAYS, tried: 0 };
  return { records: await rowsOf(base, text, tools), next };
}

async function beginExport(
  span: { base: string; from: string; to: string },
  tools: PullTools,
): Promise<string> {
  const jobs = `${span.base}/bulk/v1/leads/export`;
  const fields = (await leadFields(span.base, tools)).map(({ name }) => name);
  const createdAt = { startAt: seconds(span.from), endAt: seconds(span.to) };
  const body = { fields, format: 'CSV', filter: { createdAt } };
  const create: PullCall = { stream: 'leads', url: `${jobs}/create.json`, method: 'POST', body };
  const id = (await tools.ask(create, Job)).result[0]?.exportId ?? '';
  const enqueue: PullCall = { stream: 'leads', url: `${jobs}/${id}/enqueue.json`, method: 'POST' };
  await tools.ask(enqueue, Job);
  return id;
}

/** The file says everything as text; a lead is to be the same whichever way it came. */
async function rowsOf(base: string, text: string, tools: PullTools): Promise<object[]> {
  const types = new Map((await leadFields(base, tools)).map(({ name, type }) => [name, type]));
  const rows = parse(text, { columns: true, bom: true }) as Record<string, string>[];
  return rows.map((row) =>
    Object.fromEntries(
      Object.entries(row).map(([name, value]) => [name, typed(value, types.get(name) ?? '')]),
    ),
  );
}

function typed(text: string, type: string): unknown {
  if (text === '' || text === 'null') return null;
  if (type === 'boolean') return text === 'true' || text === '1';
  return NUMBERS.has(type) && text.trim() !== '' && Number.isFinite(Number(text))
    ? Number(text)
    : text;
}

function seconds(text: string): string {
  return text.replace(/\.\d+Z$/, 'Z');
}
