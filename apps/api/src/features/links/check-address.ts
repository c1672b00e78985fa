import {
  buildLink,
  checkLink,
  checkLinks,
  type LinkAnswer,
  type LinksAnswer,
  type Taxonomy,
} from '@openmops/domain/links';

/** A link by the rules, and whether a browser can open what it says. */
export function checkOne(url: string, taxonomy: Taxonomy): LinkAnswer {
  return opened(checkLink(url, taxonomy));
}

/** The same for many, also against each other. */
export function checkMany(urls: readonly string[], taxonomy: Taxonomy): LinksAnswer {
  const answer = checkLinks(urls, taxonomy);
  const links = answer.links.map(opened);
  return { ...answer, links, ok: links.every(({ ok }) => ok) };
}

/** A link as it is to be built, by the same rules. */
export function buildOne(
  order: Parameters<typeof buildLink>[0],
  taxonomy: Taxonomy,
): ReturnType<typeof buildLink> {
  const built = buildLink(order, taxonomy);
  const { ok, findings } = opened({ ...built, url: order.url, method: 'lint' });
  return { ...built, ok, findings, url: ok ? built.url : null };
}

/** The rules know how hosts are written; which names of other alphabets exist, only a browser's table does. */
function opened(answer: LinkAnswer): LinkAnswer {
  const { corrected, findings } = answer;
  const told = findings.some(({ rule }) => rule === 'url-host') || !/^https?:/i.test(corrected);
  if (told || URL.parse(corrected) !== null) return answer;
  const message = `“${corrected.slice(0, 200)}” leads nowhere.`;
  const finding = { rule: 'url-host', severity: 'error' as const, parameter: null, message };
  return { ...answer, ok: false, findings: [...findings, { ...finding, suggestion: null }] };
}
