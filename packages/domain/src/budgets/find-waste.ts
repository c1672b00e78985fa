import { type Issue, MopsError } from '../shared/index.ts';

/** What money was spent on, and how much has which fault, in micros. What platforms report may have been invoiced meanwhile. */
export type SpentOn = {
  /** `name`: what a platform calls it, of no known campaign. `vendor`: invoices of no line and no campaign. */
  kind: 'campaign' | 'line' | 'vendor' | 'name';
  id: string;
  spentMicros: number;
  /** What leads to no goal. */
  withoutGoalMicros: number;
  /** What platforms report without a tracked link of the campaign for them. */
  withoutLinkMicros: number;
  /** What platforms report for days after its end. */
  afterEndMicros: number;
};

export type WasteKind = 'no_campaign' | 'no_goal' | 'no_link' | 'past_end';

/** A finding that somebody has looked at, and how much it was about by then. */
export type WasteClosing = { finding: string; micros: number };

export type WasteFinding = {
  /** The same for the same fault of the same thing: `past_end campaign ca_1`. */
  id: string;
  kind: WasteKind;
  of: { kind: SpentOn['kind']; id: string };
  micros: number;
  /** Closed, and no more was spent since. */
  closed: boolean;
};

export type WasteReport = {
  /** Open ones first, the dearest first. */
  findings: WasteFinding[];
  /** Open ones by kind. One amount may have several faults, so that kinds do not sum to a whole. */
  openMicros: Record<WasteKind, number>;
  method: 'find-waste';
  version: 1;
  warnings: Issue[];
};

/**
 * Money that may be wasted: spent without a known campaign, without a goal, without a tracked link, or after
 * the end. A closed finding opens again when it is about more money than when it was closed. Refunds make no
 * finding.
 * @throws MopsError INVALID for amounts that are no whole micros
 * @example
 * const spent = [{ kind: 'campaign', id: 'fair', spentMicros: 90, withoutGoalMicros: 0, withoutLinkMicros: 90, afterEndMicros: 30 }];
 * const closings = [{ finding: 'no_link campaign fair', micros: 90 }];
 * findWaste({ spent, closings }).findings.map(({ id, micros, closed }) => [id, micros, closed]) // [['past_end campaign fair', 30, false], ['no_link campaign fair', 90, true]]
 */
export function findWaste(input: {
  spent: readonly SpentOn[];
  closings: readonly WasteClosing[];
}): WasteReport {
  const closedAt = new Map(input.closings.map(({ finding, micros }) => [finding, micros]));
  const findings = input.spent.flatMap((one) =>
    faultsOf(one).flatMap(([kind, micros]): WasteFinding[] => {
      if (!Number.isSafeInteger(micros))
        throw new MopsError('INVALID', `${micros} is no amount.`, 'Give whole micros.');
      if (micros <= 0) return [];
      const id = `${kind} ${one.kind} ${one.id}`;
      const closed = (closedAt.get(id) ?? 0) >= micros;
      return [{ id, kind, of: { kind: one.kind, id: one.id }, micros, closed }];
    }),
  );
  const openMicros = { no_campaign: 0, no_goal: 0, no_link: 0, past_end: 0 };
  for (const { kind, micros, closed } of findings) if (!closed) openMicros[kind] += micros;
  findings.sort(
    (a, b) => Number(a.closed) - Number(b.closed) || b.micros - a.micros || (a.id < b.id ? -1 : 1),
  );
  return { findings, openMicros, method: 'find-waste', version: 1, warnings: [] };
}

// What has no campaign can have neither goal nor link: one finding says so.
function faultsOf(one: SpentOn): [WasteKind, number][] {
  if (one.kind === 'name') return [['no_campaign', one.spentMicros]];
  return [
    ['no_goal', one.withoutGoalMicros],
    ['no_link', one.withoutLinkMicros],
    ['past_end', one.afterEndMicros],
  ];
}
