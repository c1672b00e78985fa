import { type Day, formatDay } from '../shared/index.ts';
import { findTerm, type Span } from './find-term.ts';
import { foldText } from './fold-text.ts';

/** A sentence that is said of a product, and whether something proves it. */
export type Claim = {
  id: string;
  text: string;
  /** What proves it is on file. */
  substantiated: boolean;
  /** The last day on which the proof holds; null: it does not end. */
  validUntil: Day | null;
};
export type ClaimState = 'valid' | 'expiring' | 'expired' | 'unproven';
export type ClaimUse = Span & { claim: string; part: 'title' | 'text' };

const SOON_DAYS = 30;

/**
 * Whether a claim may be made on a day: `expiring` in its last 30 days, the last one included.
 * @example claimState({ id: 'c', text: 'Lasts ten years', substantiated: true, validUntil: 100 }, 100) // 'expiring'
 * @example claimState({ id: 'c', text: 'Lasts ten years', substantiated: true, validUntil: 100 }, 101) // 'expired'
 */
export function claimState(claim: Claim, day: Day): ClaimState {
  if (!claim.substantiated) return 'unproven';
  if (claim.validUntil === null) return 'valid';
  if (day > claim.validUntil) return 'expired';
  return claim.validUntil - day < SOON_DAYS ? 'expiring' : 'valid';
}

/**
 * Where claims are made in content, word for word but however cased, hyphenated or spaced.
 * @example findClaims({ title: '', text: 'It lasts TEN years.' }, [{ id: 'c', text: 'lasts ten years', substantiated: true, validUntil: null }]) // [{ claim: 'c', part: 'text', from: 3, to: 18 }]
 */
export function findClaims(
  content: { title: string; text: string },
  claims: readonly Pick<Claim, 'id' | 'text'>[],
): ClaimUse[] {
  return (['title', 'text'] as const).flatMap((part) => {
    const folded = foldText(content[part]);
    return claims.flatMap(({ id, text }) =>
      findTerm(folded, text.replaceAll('*', ' ').replace(/[.!?\s]+$/u, '')).map((span) => ({
        claim: id,
        part,
        ...span,
      })),
    );
  });
}

/**
 * What is wrong with a claim on a day, in words; null: nothing.
 * @example claimTrouble({ id: 'c', text: 'x', substantiated: false, validUntil: null }, 0) // 'Nothing on file proves it.'
 */
export function claimTrouble(claim: Claim, day: Day): string | null {
  const state = claimState(claim, day);
  if (state === 'unproven') return 'Nothing on file proves it.';
  if (state !== 'expired' || claim.validUntil === null) return null;
  return `What proves it ended on ${formatDay(claim.validUntil)}.`;
}
