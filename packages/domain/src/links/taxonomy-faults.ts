import { assignGa4Channel } from '../channels/index.ts';
import type { Issue } from '../shared/index.ts';
import { checkLink } from './check-link.ts';
import { OPEN_TAXONOMY, type Taxonomy, type UtmName } from './taxonomy.ts';

type Listed = { name: string; aliases?: readonly string[] };

/**
 * What contradicts itself in a taxonomy: a word that its own rules refuse, a word that stands twice, a medium for a
 * source that is not allowed, names with capitals where tags have none. Warnings: media that GA4 calls Unassigned.
 * @param taxonomy as somebody wrote it
 * @returns findings, errors first; none: links can keep it
 * @example
 * const wrong = { id: 'a', required: [], separator: null, media: null, naming: null, campaigns: null, sources: [{ name: 'LinkedIn Ads' }] };
 * taxonomyFaults(wrong).map(({ field, hint }) => [field, hint]) // [['sources.LinkedIn Ads', 'Write linkedin-ads.']]
 */
export function taxonomyFaults(taxonomy: Taxonomy): Issue[] {
  const { sources, media, naming, letters } = taxonomy;
  const faults = [
    ...listFaults(sources ?? [], { key: 'sources', tag: 'utm_source', taxonomy }),
    ...listFaults(media ?? [], { key: 'media', tag: 'utm_medium', taxonomy }),
  ];
  const allowed = new Set(sources?.map(({ name }) => name));
  for (const { name, sources: own = [] } of media ?? []) {
    const stray = sources && own.filter((source) => !allowed.has(source));
    if (!stray || stray.length === 0 || taxonomy.openLists?.includes('sources')) continue;
    const message = `${name} goes with ${stray.join(', ')}, which no link may have as its source.`;
    faults.push(
      fault(`media.${name}`, { message, hint: 'Add it to the sources, or leave it out.' }),
    );
  }
  if (naming?.lowercase === false && letters !== 'any') {
    const message = 'Names of campaigns may have capitals, tags may not.';
    faults.push(fault('naming', { message, hint: 'Allow capitals in both, or in neither.' }));
  }
  return [...faults, ...unassigned(taxonomy)];
}

function listFaults(
  list: readonly Listed[],
  by: { key: 'sources' | 'media'; tag: UtmName; taxonomy: Taxonomy },
): Issue[] {
  const { key, tag, taxonomy } = by;
  const { separator } = taxonomy;
  const alone = {
    ...OPEN_TAXONOMY,
    required: [],
    separator,
    ...(taxonomy.letters ? { letters: taxonomy.letters } : {}),
  };
  const faults: Issue[] = [];
  const seen = new Set<string>();
  for (const { name, aliases = [] } of list) {
    const { findings, corrected } = checkLink(
      `https://a.example/?${tag}=${encodeURIComponent(name)}`,
      alone,
    );
    const broken = findings.find(({ rule }) => /^(value|personal)-/.test(rule));
    if (broken) {
      const better = new RegExp(`${tag}=([^&]+)`).exec(corrected)?.[1];
      const hint = better ? `Write ${decodeURIComponent(better)}.` : 'Write another word.';
      const message = `Links may not say “${name}”: ${broken.message}`;
      faults.push(fault(`${key}.${name}`, { message, hint }));
    }
    for (const word of [name, ...aliases]) {
      if (seen.has(word)) {
        const message = `“${word}” stands in the list twice.`;
        faults.push(fault(`${key}.${word}`, { message, hint: 'Leave one of them out.' }));
      }
      seen.add(word);
    }
  }
  return faults;
}

/** Media that no source of theirs saves from Unassigned. */
function unassigned({ sources, media }: Taxonomy): Issue[] {
  return (media ?? []).flatMap(({ name, sources: own }) => {
    const sourcesOf = own ?? sources?.map((one) => one.name) ?? ['a.example'];
    const known = sourcesOf.some(
      (source) => assignGa4Channel({ source, medium: name, campaign: '' }).rule !== 'otherwise',
    );
    if (known) return [];
    const message = `GA4 would file ${name} under Unassigned, whatever its source.`;
    const hint = 'Take a medium that GA4 knows: links with this one are refused.';
    return [fault(`media.${name}`, { message, hint, severity: 'warning' })];
  });
}

function fault(
  field: string,
  say: { message: string; hint: string; severity?: Issue['severity'] },
): Issue {
  const { message, hint, severity = 'error' } = say;
  return { code: 'taxonomy_fault', severity, message, hint, line: null, field };
}
