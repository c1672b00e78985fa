import { groupBy, type Issue } from '../shared/index.ts';
import { checkWith, type LinkAnswer } from './check-link.ts';
import type { LinkFinding } from './draft.ts';
import { compileNaming } from './naming/compile-naming.ts';
import { readPairs } from './pairs.ts';
import { splitUrl } from './split-url.ts';
import { OPEN_TAXONOMY, type Taxonomy } from './taxonomy.ts';

export type LinksAnswer = {
  links: LinkAnswer[];
  /** Every link is without errors, and no two contradict each other. */
  ok: boolean;
  method: 'lint';
  version: string;
  warnings: Issue[];
};

/**
 * Checks links one by one and against each other: the same link twice, an id (`utm_id`) with two
 * campaigns, a campaign with two ids.
 * @param urls links in the order in which they are answered
 * @param taxonomy default: source, medium and campaign are needed, any value goes
 * @throws MopsError as `checkLink`
 * @example
 * const tags = 'utm_source=google&utm_medium=cpc&utm_id=7';
 * checkLinks([`https://a.b/?${tags}&utm_campaign=x`, `https://a.b/?${tags}&utm_campaign=y`])
 *   .links.map(({ findings }) => findings.map(({ rule }) => rule)) // [['parameter-order', 'id-clash'], ['parameter-order', 'id-clash']]
 */
export function checkLinks(
  urls: readonly string[],
  taxonomy: Taxonomy = OPEN_TAXONOMY,
): LinksAnswer {
  const naming = taxonomy.naming === null ? null : compileNaming(taxonomy.naming);
  const links = urls.map((url) => checkWith(url, { taxonomy, naming }));
  const tags = links.map(({ corrected }) => tagsOf(corrected));
  noteAll(links, 'link-duplicate', {
    keys: links.map(({ corrected }) => corrected),
    others: links.map((_, i) => String(i)),
    severity: 'warning',
    says: () => 'The same link stands in the list more than once.',
  });
  noteAll(links, 'id-clash', {
    keys: tags.map(({ id }) => id),
    others: tags.map(({ campaign }) => campaign ?? ''),
    severity: 'error',
    says: (id, campaigns) => `utm_id ${id} stands for several campaigns: ${campaigns.join(', ')}.`,
  });
  noteAll(links, 'campaign-clash', {
    keys: tags.map(({ id, campaign }) => (id === null ? null : campaign)),
    others: tags.map(({ id }) => id ?? ''),
    severity: 'error',
    says: (campaign, ids) => `The campaign ${campaign} has several ids: ${ids.join(', ')}.`,
  });
  for (const link of links) link.ok = link.findings.every(({ severity }) => severity !== 'error');
  const ok = links.every((link) => link.ok);
  return { links, ok, method: 'lint', version: `links@1 ${taxonomy.id}`, warnings: [] };
}

function tagsOf(url: string): { id: string | null; campaign: string | null } {
  const pairs = readPairs(splitUrl(url).query);
  const tagOf = (tag: string) => pairs.find(({ name }) => name === tag)?.value || null;
  return { id: tagOf('utm_id'), campaign: tagOf('utm_campaign') };
}

/** Notes a finding with every link whose key comes with more than one other value. */
function noteAll(
  links: LinkAnswer[],
  rule: string,
  by: {
    keys: (string | null)[];
    others: string[];
    severity: LinkFinding['severity'];
    says: (key: string, others: string[]) => string;
  },
): void {
  const { keys, others, severity, says } = by;
  for (const [key, members] of groupBy(links.keys(), (i) => keys[i] ?? null)) {
    const values = [...new Set(members.map((i) => others[i] as string))];
    if (key === null || values.length < 2) continue;
    const parameter = rule === 'link-duplicate' ? null : 'utm_id';
    const finding = { rule, severity, parameter, message: says(key, values), suggestion: null };
    for (const i of members) links[i]?.findings.push(finding);
  }
}
