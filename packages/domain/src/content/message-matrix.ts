import type { Day } from '../shared/index.ts';
import { type Claim, claimState } from './claim-state.ts';

export type Message = {
  id: string;
  persona: string;
  stage: string;
  text: string;
  /** Id of the claim that it makes; null: none. */
  claim: string | null;
  /** Ids of the assets that carry it. */
  assets: readonly string[];
  /** What a test of it showed; empty: none. */
  result: string;
};
export type MatrixQuestion = {
  personas: readonly string[];
  stages: readonly string[];
  messages: readonly Message[];
  claims: readonly Claim[];
  day: Day;
};
export type Matrix = {
  cells: { persona: string; stage: string; messages: string[] }[];
  /** Where nobody is told anything. */
  empty: { persona: string; stage: string }[];
  /** Ids of messages that neither a proven claim nor a test stands behind, and why. */
  withoutEvidence: { id: string; why: string }[];
  /** Ids of messages that no asset carries. */
  withoutAsset: string[];
  /** Ids of messages whose persona or stage is not (or no longer) in the lists. */
  outside: string[];
  /** Cells with a message over all cells, 0–1; null: there are no cells. */
  coverageShare: number | null;
  method: 'openmops.messages';
  version: 1;
};

/**
 * Messages by persona and stage: which cells are empty, and which messages have no evidence.
 * @example messageMatrix({ personas: ['Buyer'], stages: ['Aware', 'Decide'], messages: [{ id: 'm', persona: 'Buyer', stage: 'Aware', text: 'Hi', claim: null, assets: [], result: '' }], claims: [], day: 0 }) // { empty: [{ persona: 'Buyer', stage: 'Decide' }], withoutEvidence: [{ id: 'm', … }], coverageShare: 0.5, … }
 */
export function messageMatrix({ personas, stages, messages, claims, day }: MatrixQuestion): Matrix {
  const byId = new Map(claims.map((claim) => [claim.id, claim]));
  const cells = [...new Set(personas)].flatMap((persona) =>
    [...new Set(stages)].map((stage) => ({
      persona,
      stage,
      messages: messages
        .filter((one) => one.persona === persona && one.stage === stage)
        .map(({ id }) => id),
    })),
  );
  const empty = cells.filter((cell) => cell.messages.length === 0);
  const inside = new Set(cells.flatMap((cell) => cell.messages));
  return {
    cells,
    empty: empty.map(({ persona, stage }) => ({ persona, stage })),
    withoutEvidence: messages.flatMap((one) => {
      const why = missingEvidence(one, byId, day);
      return why === null ? [] : [{ id: one.id, why }];
    }),
    withoutAsset: messages.filter(({ assets }) => assets.length === 0).map(({ id }) => id),
    outside: messages.filter(({ id }) => !inside.has(id)).map(({ id }) => id),
    coverageShare: cells.length === 0 ? null : (cells.length - empty.length) / cells.length,
    method: 'openmops.messages',
    version: 1,
  };
}

function missingEvidence(
  { claim, result }: Message,
  claims: ReadonlyMap<string, Claim>,
  day: Day,
): string | null {
  if (result.trim() !== '') return null;
  const known = claim === null ? null : claims.get(claim);
  if (claim === null) return 'It has no claim and no test.';
  if (!known) return 'Its claim is not in the register.';
  const state = claimState(known, day);
  if (state === 'unproven') return 'Nothing proves its claim.';
  return state === 'expired' ? 'The proof of its claim is over.' : null;
}
