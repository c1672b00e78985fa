import { MopsError } from '../shared/index.ts';
import type { ChannelCurve } from './allocate-budget.ts';
import { readMeridian } from './read-meridian.ts';
import { readPymc } from './read-pymc.ts';
import { readRobyn } from './read-robyn.ts';
import { meridianRecords, ownCurves, pymcSummary, robynModel } from './schema.ts';

export type CurveSource = 'openmops' | 'robyn' | 'meridian' | 'pymc-marketing';

/**
 * Response curves from a parsed JSON document: our own form, or an export of Robyn, Meridian or
 * PyMC-Marketing, told by what is in it (the shapes stand in this room's README). Throws INVALID with
 * the first thing that does not fit.
 * @example
 * importCurves({ channels: [{ channel: 'search', most: 900_000, half: 200_000, currentSpend: 300_000 }] }).source // 'openmops'
 */
export function importCurves(document: unknown): { source: CurveSource; curves: ChannelCurve[] } {
  if (Array.isArray(document)) {
    return { source: 'meridian', curves: readMeridian(parsed(meridianRecords, document)) };
  }
  const has = (key: string) => typeof document === 'object' && document !== null && key in document;
  if (has('ExportedModel') || has('InputCollect')) {
    return { source: 'robyn', curves: readRobyn(parsed(robynModel, document)) };
  }
  if (has('summary')) {
    return { source: 'pymc-marketing', curves: readPymc(parsed(pymcSummary, document)) };
  }
  return { source: 'openmops', curves: parsed(ownCurves, document).channels.map(ownCurve) };
}

type Own = ReturnType<typeof ownCurves.parse>['channels'][number];

function ownCurve(entry: Own): ChannelCurve {
  const { channel, currentSpend = null, historyMax = null, min = null, max = null } = entry;
  const about = { channel, currentSpend, historyMax, min, max, isLocked: entry.locked ?? false };
  if ('points' in entry) return { ...about, shape: { kind: 'points', points: entry.points } };
  const carried = {
    ...about,
    ...(entry.adstock && { adstock: entry.adstock as NonNullable<ChannelCurve['adstock']> }),
  };
  const { most } = entry;
  if ('rate' in entry) return { ...carried, shape: { kind: 'logistic', most, rate: entry.rate } };
  return { ...carried, shape: { kind: 'hill', most, half: entry.half, slope: entry.slope ?? 1 } };
}

type Schema<T> = {
  safeParse(
    document: unknown,
  ):
    | { success: true; data: T }
    | { success: false; error: { issues: { path: PropertyKey[]; message: string }[] } };
};

function parsed<T>(schema: Schema<T>, document: unknown): T {
  const result = schema.safeParse(document);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const where = issue?.path.map(String).join('.') || 'the document';
  throw new MopsError(
    'INVALID',
    `No response curves: ${where}: ${issue?.message ?? 'not understood'}.`,
    'See the accepted shapes: {"channels":[{"channel","most","half","slope"}]}, or an export of Robyn, Meridian or PyMC-Marketing.',
  );
}
