import { worstStatus } from '@openmops/domain/health';
import type { Finding, WatchedStream } from './health.schema.ts';
import type { SourceSeen } from './watch-sources.ts';

/** Something that is wrong with a source, with everything that follows from it. */
export type Cause = {
  source: string;
  sourceName: string;
  /** Stable while it lasts: `silence`. */
  cause: CauseName;
  status: string;
  severity: 'error' | 'warning';
  message: string;
  hint: string;
  codes: string[];
  streams: string[];
  /** Source and dataset of the facts that are touched. */
  feeds: string[];
  since: string | null;
  /** It is told only when it is open already: it may mend itself. */
  waits: boolean;
};

export type CauseName = 'sign_in' | 'errors' | 'aside' | 'drift' | 'silence' | 'volume';

/** What explains what: an earlier one of a source takes the later ones that it may have caused. */
const ORDER: readonly CauseName[] = ['sign_in', 'errors', 'drift', 'aside', 'silence', 'volume'];
const CAUSES: Partial<Record<CauseName, readonly CauseName[]>> = {
  sign_in: ['errors', 'silence', 'volume'],
  errors: ['silence', 'volume'],
  drift: ['aside'],
  silence: ['volume'],
};

/**
 * The causes of trouble of a source, one alert each: a refused sign-in makes runs fail and data stale, and
 * that is one thing to mend, not three.
 */
export function causesOf(source: SourceSeen): Cause[] {
  const found = new Map<CauseName, { finding: Finding; stream: WatchedStream }[]>();
  for (const stream of source.streams)
    for (const finding of stream.findings) {
      if (finding.severity === 'info') continue;
      const name = causeOf(finding);
      found.set(name, [...(found.get(name) ?? []), { finding, stream }]);
    }
  for (const name of ORDER) {
    const own = found.get(name);
    if (!own?.some(({ finding }) => finding.state !== null)) continue;
    for (const follows of CAUSES[name] ?? []) {
      const taken = found.get(follows)?.filter(({ finding }) => finding.code !== 'volume.high');
      if (!taken || taken.length === 0) continue;
      own.push(...taken);
      const left = found.get(follows)?.filter((one) => !taken.includes(one)) ?? [];
      if (left.length > 0) found.set(follows, left);
      else found.delete(follows);
    }
  }
  return [...found].map(([cause, all]) => toCause(source, cause, all));
}

/**
 * The sentence for all of it: of the worst findings, for silence the one that counts days of data, with the
 * advice for what brings it.
 */
export function headline(
  all: readonly { finding: Finding; stream: WatchedStream }[],
): { message: string; hint: string } | null {
  const status = worstStatus(all.flatMap(({ finding }) => finding.state ?? []));
  const worst = all.filter(({ finding }) => finding.state === status);
  const first = worst[0] ?? all[0];
  if (!first) return null;
  const quiet = causeOf(first.finding) === 'silence';
  const counted = quiet ? worst.find(({ stream }) => stream.kind === 'file') : undefined;
  const { hint } = first.finding;
  return { message: (counted ?? first).finding.message, hint };
}

function toCause(
  source: SourceSeen,
  cause: CauseName,
  all: { finding: Finding; stream: WatchedStream }[],
): Cause {
  const worst = worstStatus(all.flatMap(({ finding }) => finding.state ?? []));
  const told = headline(all);
  const sinces = all.flatMap(({ finding }) => (finding.state !== null && finding.since) || []);
  return {
    source: source.id,
    sourceName: source.name,
    cause,
    status: worst === 'unknown' ? 'warning' : worst,
    severity: all.some(({ finding }) => finding.severity === 'error') ? 'error' : 'warning',
    message: told?.message ?? '',
    hint: told?.hint ?? '',
    codes: [...new Set(all.map(({ finding }) => finding.code))].sort(),
    streams: [...new Set(all.map(({ stream }) => stream.name))].sort(),
    feeds: [...new Set(all.flatMap(({ stream }) => stream.feeds))].sort(),
    since: sinces.sort()[0] ?? null,
    waits: worst === 'late',
  };
}

function causeOf({ rule, code }: Finding): CauseName {
  if (code === 'errors.set_aside' || code === 'errors.mapping') return 'aside';
  if (rule === 'freshness' || rule === 'runs') return 'silence';
  return rule;
}
