import { dayInZone } from '@openmops/domain/calendar';
import type { ModelTableId } from '@openmops/domain/model';
import type { Workspace } from '@openmops/domain/workspace';
import type { Instance } from '../../instance.ts';
import type { FactStore } from '../../stores/facts/port.ts';
import type { Db } from '../../stores/records/records.ts';
import type { Scope } from '../../verb.ts';
import { ratesBetween } from '../kpi/rates-between.ts';
import type { MappingState } from '../mappings/mapping-state.ts';
import { mappingStates } from '../mappings/mapping-states.ts';
import { type SourceStream, sourceStreams } from '../mappings/source-streams.ts';
import type { CheckedStream } from './check.ts';
import { newestRates } from './money-behind.ts';

export type MappedStream = { stream: SourceStream; state: MappingState };

/** What an audit works with. */
export type AuditAt = {
  instance: Instance;
  workspace: Workspace;
  facts: FactStore;
  db: Db;
  now: number;
  /** Day in the time zone of the workspace. */
  today: number;
  streams: readonly MappedStream[];
  slices: Awaited<ReturnType<FactStore['slices']>>;
  /** Streams of a source that have rows in a table, the newest first. */
  streamsOf(source: string, table: ModelTableId): CheckedStream[];
  /** Into the currency of the workspace; null: there is no rate. */
  rateOf(currency: string): number | null;
  /** OpenMOps itself, for verbs that the audit asks. */
  scope: Scope;
};

export async function openAudit(instance: Instance, workspace: Workspace): Promise<AuditAt> {
  const { db } = instance.records.scoped(workspace.id);
  const { facts } = instance;
  const now = instance.now();
  const today = dayInZone(now, workspace.timeZone);
  const [all, states, slices, rates] = await Promise.all([
    sourceStreams(db, workspace.id),
    mappingStates(db, workspace.id),
    facts.slices(workspace.id),
    ratesBetween(db, workspace.id, { from: 0, to: today }),
  ]);
  const streams = all.flatMap((stream): MappedStream[] => {
    const state = states.get(stream.id);
    return state ? [{ stream, state }] : [];
  });
  const newestFirst = streams.toSorted(
    (one, other) =>
      (other.stream.lastReceivedAt?.getTime() ?? 0) - (one.stream.lastReceivedAt?.getTime() ?? 0),
  );
  return {
    ...{ instance, workspace, facts, db, now, today, streams, slices },
    streamsOf: (source, table) =>
      newestFirst
        .filter(({ state }) => state.factSource === source && state.tables.includes(table))
        .map(({ stream, state }) => ({
          id: stream.id,
          name: stream.name,
          generation: state.generation,
        })),
    rateOf: newestRates(rates, workspace.currency, today),
    scope: { instance, actor: { kind: 'system' }, workspace, requestId: 'audit' },
  };
}
