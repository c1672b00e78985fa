import { createHash } from 'node:crypto';
import { mastersOf } from '@openmops/domain/identity';
import { COMMON_LIFECYCLE } from '@openmops/domain/lifecycle';
import type { Workspace } from '@openmops/domain/workspace';
import type { Instance } from '../../instance.ts';
import { inTurn } from '../imports/queue.ts';
import { agreedDefinition } from '../lifecycle/agreed-definition.ts';
import { publishStages } from '../lifecycle/publish-stages.ts';
import {
  bookOf,
  type PeopleState,
  pairsOf,
  peopleState,
  savePeopleState,
  standingDecisions,
} from './identity.queries.ts';
import { placesOf } from './people-places.ts';
import { PEOPLE_TABLES } from './people-rows.ts';
import { runResolver } from './run-resolver.ts';

/** Goes up with every change of the rules, so that what was resolved before is resolved anew. */
const RULES = 1;
/** What takes longer than this is done at most a twentieth of the time after what streams in; the rest follows on schedule. */
const LONG_MS = 20_000;
const REST = 20;

type At = { instance: Instance; workspace: Workspace };

/**
 * Brings people, companies, duplicates and stages up to what has been mapped and decided: all of it
 * is resolved anew beside what stands, and takes its place in one step. Nothing changed: nothing is
 * done. Whatever a crash interrupts is done again with the same result.
 * @param how `eager`: even when it was done just now
 */
export async function refreshPeople(at: At, how: { eager: boolean }): Promise<PeopleState | null> {
  const { instance, workspace } = at;
  return inTurn(instance, `${workspace.id}/people`, () => refreshNow(at, how.eager));
}

async function refreshNow(
  { instance, workspace }: At,
  eager: boolean,
): Promise<PeopleState | null> {
  const { facts, records } = instance;
  const { db } = records.scoped(workspace.id);
  const started = instance.now();
  const clock = performance.now();
  const state = await peopleState(db, workspace.id);
  const places = await placesOf(db, workspace.id, PEOPLE_TABLES);
  if (places.length === 0 && !state) return null;
  const decisions = await standingDecisions(db, workspace.id);
  const agreed = await agreedDefinition(db, workspace.id);
  const day = new Intl.DateTimeFormat('en-CA', { timeZone: workspace.timeZone }).format(started);
  const stamp = createHash('sha256')
    .update(
      JSON.stringify([
        RULES,
        places.map((one) => [one.at.streamId, one.at.generation, one.mappedChunk, one.source]),
        decisions.map(({ id }) => id),
        agreed,
        workspace.timeZone,
        workspace.currency,
        // Cohorts come of age, and what lay ahead comes to pass.
        day,
      ]),
    )
    .digest('hex');
  if (state && state.stamp === stamp && (await isThere(instance, workspace.id, state)))
    return state;
  const rests = state && state.tookMs > LONG_MS;
  if (rests && !eager && started - state.resolvedAt.getTime() < state.tookMs * REST) return state;
  const generation = (state?.generation ?? 0) + 1;
  const into = { workspaceId: workspace.id, generation };
  await facts.resolved.drop(workspace.id, state?.generation ?? null);
  const found = await runResolver({
    instance,
    places,
    into,
    wish: {
      decisions: pairsOf(decisions),
      masters: Object.fromEntries(mastersOf(bookOf(decisions))),
      definition: agreed ?? COMMON_LIFECYCLE,
      facts: agreed !== null,
      timeZone: workspace.timeZone,
      asOf: started,
    },
  });
  const next = {
    generation,
    stamp,
    counts: found.counts,
    warnings: found.warnings,
    tookMs: Math.round(performance.now() - clock),
    recordSeq: state?.recordSeq ?? null,
    resolvedAt: new Date(started),
  };
  const bySource = new Map(places.map((place) => [place.source, place]));
  await inTurn(instance, workspace.id, () =>
    publishStages({
      instance,
      workspace,
      facts: found.facts,
      placeOf: (source) => bySource.get(source) ?? { factSource: source, account: '' },
      recordSeq: next.recordSeq,
      done: (trx, recordSeq) => savePeopleState(trx, workspace.id, { ...next, recordSeq }),
    }),
  );
  await facts.resolved.drop(workspace.id, generation);
  return next;
}

/** A backup holds no resolved rows: after it came back they are made again. */
async function isThere(
  { facts }: Instance,
  workspaceId: string,
  { generation, counts }: PeopleState,
): Promise<boolean> {
  const people = await facts.resolved.count({ workspaceId, generation, kind: 'person' });
  return people === (counts.people ?? 0);
}
