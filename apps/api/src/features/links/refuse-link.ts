import type { LinkAnswer } from '@openmops/domain/links';
import { MopsError } from '@openmops/domain/shared';

/** The value of a tag in a link that was checked; empty: it has none. */
export const tagOf = (url: string, tag: string): string => new URL(url).searchParams.get(tag) ?? '';

/** Refuses a link with errors: which rules, and how it would be taken. */
export function refuseLink(found: LinkAnswer): void {
  const errors = found.findings.filter(({ severity }) => severity === 'error');
  const [first] = errors;
  if (!first) return;
  const same = found.corrected === found.url;
  throw new MopsError(
    'INVALID',
    errors.map(({ rule, message }) => `${rule}: ${message}`).join(' '),
    same ? 'Only a person can set this right.' : `It would be taken as ${found.corrected}`,
    {
      status: 422,
      rule: first.rule,
      rules: errors.map(({ rule }) => rule),
      corrected: same ? null : found.corrected,
      findings: found.findings,
    },
  );
}
