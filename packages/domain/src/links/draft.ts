import type { Naming } from './naming/compile-naming.ts';
import { type Pair, readPairs } from './pairs.ts';
import { splitUrl, type UrlParts } from './split-url.ts';
import type { ClickId } from './strip-click-ids.ts';
import type { Taxonomy } from './taxonomy.ts';

/** Something wrong with a link. */
export type LinkFinding = {
  /** Id of the rule: `value-case`. */
  rule: string;
  /** Errors must be mended before a link is used. */
  severity: 'error' | 'warning' | 'info';
  /** The parameter, as written; null when the whole link is meant. */
  parameter: string | null;
  message: string;
  /** What it should be; null where only a person can tell. */
  suggestion: string | null;
};

/** A link while it is being checked: rules note what they find and set right what is safe to. */
export type Draft = {
  parts: UrlParts;
  pairs: Pair[];
  findings: LinkFinding[];
  clickIds: ClickId[];
  taxonomy: Taxonomy;
  naming: Naming | null;
};

/** A link taken apart. */
export function openDraft(url: string, by: { taxonomy: Taxonomy; naming: Naming | null }): Draft {
  const parts = splitUrl(url);
  return { parts, pairs: readPairs(parts.query), findings: [], clickIds: [], ...by };
}

/** Notes a finding. */
export function note(
  draft: Draft,
  rule: string,
  finding: {
    message: string;
    parameter?: string;
    suggestion?: string | null;
    severity?: LinkFinding['severity'];
  },
): void {
  const { message, parameter = null, suggestion = null, severity = 'error' } = finding;
  draft.findings.push({ rule, severity, parameter, message, suggestion });
}
