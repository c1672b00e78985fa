import {
  checkLink,
  type LinkAnswer,
  type LinkFinding,
  type Taxonomy,
} from '@openmops/domain/links';
import { MopsError } from '@openmops/domain/shared';
import { COMMON } from './links.queries.ts';

/** A link against the rules of a workspace; common names of a platform are set right too. */
export function checkOne(url: string, taxonomy: Taxonomy): LinkAnswer {
  const found = checkLink(url, taxonomy);
  if (taxonomy.sources !== null) return found;
  const source = tagOf(found.corrected, 'utm_source');
  const better = COMMON.get(source);
  if (!better) return found;
  const corrected = found.corrected.replace(`utm_source=${source}`, `utm_source=${better}`);
  const finding: LinkFinding = {
    rule: 'unknown-source',
    severity: 'error',
    parameter: 'utm_source',
    message: `“${source}” is another word for ${better}: reports would show two sources.`,
    suggestion: better,
  };
  const again = checkLink(corrected, taxonomy);
  return {
    ...again,
    url,
    ok: false,
    findings: [...found.findings, finding],
    corrected: again.corrected,
  };
}

/** The value of a tag in a link that was checked; empty: it has none. */
export function tagOf(url: string, tag: string): string {
  const value = new URL(url).searchParams.get(tag);
  return value ?? '';
}

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
