import { assignGa4Channel } from '../channels/index.ts';
import { type Issue, MopsError } from '../shared/index.ts';
import { type Draft, type LinkFinding, note, openDraft } from './draft.ts';
import { compileNaming, type Naming } from './naming/compile-naming.ts';
import { joinPairs } from './pairs.ts';
import { checkDuplicates, checkNames, checkOrder, checkRequired } from './rules/parameter-rules.ts';
import {
  checkCampaign,
  checkChannel,
  checkSwapped,
  checkTaxonomy,
  tagOf,
} from './rules/taxonomy-rules.ts';
import {
  checkAddress,
  checkClickIds,
  checkPersonalData,
  checkQueryMarks,
  cleanText,
} from './rules/url-rules.ts';
import { checkValues } from './rules/value-rules.ts';
import { joinUrl } from './split-url.ts';
import type { ClickId } from './strip-click-ids.ts';
import { OPEN_TAXONOMY, type Taxonomy } from './taxonomy.ts';

export type LinkAnswer = {
  url: string;
  /** No errors. */
  ok: boolean;
  findings: LinkFinding[];
  /** The link with everything set right that can be; the link itself when nothing has to be. */
  corrected: string;
  /** What GA4 makes of the link as corrected; null without source and medium. */
  channel: string | null;
  /** The rule of GA4 that says so. */
  rule: string | null;
  /** Ids of clicks that were taken out. */
  clickIds: ClickId[];
  method: 'lint';
  version: string;
  warnings: Issue[];
};

const STEPS: readonly ((draft: Draft) => void)[] = [
  checkAddress,
  checkQueryMarks,
  checkNames,
  checkClickIds,
  checkPersonalData,
  checkDuplicates,
  checkValues,
  checkSwapped,
  checkTaxonomy,
  checkCampaign,
  checkChannel,
  checkOrder,
  checkRequired,
];
/** One thing set right may uncover another: steps are repeated until nothing changes. */
const MOST_ROUNDS = 12;
const LONGEST = 20_000;

/**
 * Checks a link and its tags against a taxonomy, rule by rule, and says how it should be. What no rule
 * speaks of stays as it is written, byte by byte; a corrected link is not corrected again.
 * @param url the link as somebody wrote it
 * @param taxonomy default: source, medium and campaign are needed, any value goes
 * @throws MopsError LIMIT above 20,000 characters; INVALID for a taxonomy with a broken grammar
 * @example
 * const link = 'https://a.b/?utm_source=LinkedIn%20Ads%20&utm_medium=cpc&utm_campaign=spring';
 * checkLink(link).findings.map(({ rule }) => rule) // ['value-blank', 'value-case']
 * checkLink(link).corrected // 'https://a.b/?utm_source=linkedin-ads&utm_medium=cpc&utm_campaign=spring'
 */
export function checkLink(url: string, taxonomy: Taxonomy = OPEN_TAXONOMY): LinkAnswer {
  if (url.length > LONGEST) {
    throw new MopsError('LIMIT', `A link has at most ${LONGEST} characters.`, 'Check it in parts.');
  }
  const naming = taxonomy.naming === null ? null : compileNaming(taxonomy.naming);
  return checkWith(url, { taxonomy, naming });
}

/** The same with the grammar compiled before: for many links. */
export function checkWith(
  url: string,
  by: { taxonomy: Taxonomy; naming: Naming | null },
): LinkAnswer {
  const findings: LinkFinding[] = [];
  const clickIds: ClickId[] = [];
  let text = url;
  let draft = openDraft(url, by);
  for (let round = 0; round < MOST_ROUNDS; round++) {
    draft = runSteps(text, by);
    const seen = new Set(findings.map(keyOf));
    findings.push(...draft.findings.filter((finding) => !seen.has(keyOf(finding))));
    clickIds.push(...draft.clickIds);
    const next = joinUrl({ ...draft.parts, query: joinPairs(draft.pairs) });
    if (next === text) break;
    text = next;
  }
  const source = tagOf(draft, 'utm_source');
  const medium = tagOf(draft, 'utm_medium');
  const campaign = tagOf(draft, 'utm_campaign') ?? '';
  const answer = source && medium ? assignGa4Channel({ source, medium, campaign }) : null;
  return {
    url,
    ok: findings.every(({ severity }) => severity !== 'error'),
    findings,
    corrected: text,
    channel: answer?.channel ?? null,
    rule: answer?.rule ?? null,
    clickIds,
    method: 'lint',
    version: `links@1 ${by.taxonomy.id}`,
    warnings: [],
  };
}

function runSteps(url: string, by: { taxonomy: Taxonomy; naming: Naming | null }): Draft {
  const cleaned = cleanText(url);
  const draft = openDraft(cleaned, by);
  if (cleaned !== url) note(draft, 'url-blank', { message: 'The link has blanks.' });
  for (const step of STEPS) {
    step(draft);
    // Not a link to the web: nothing more can be said.
    if (step === checkAddress && draft.findings.some(isHopeless)) return draft;
  }
  return draft;
}

const isHopeless = ({ rule, suggestion }: LinkFinding) =>
  rule === 'url-scheme' && suggestion === null;
const keyOf = ({ rule, parameter }: LinkFinding) => `${rule} ${parameter}`;
