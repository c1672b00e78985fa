import { editDistance } from '../../shared/index.ts';
import { type Draft, note } from '../draft.ts';
import { type Pair, writePair } from '../pairs.ts';
import { UTM_NAMES, type UtmName } from '../taxonomy.ts';

const known: ReadonlySet<string> = new Set(UTM_NAMES);

/** Whether a parameter is one of GA4's tags. */
export const isUtm = (name: string): name is UtmName => known.has(name);

/** Names of tags: capitals and typing errors. */
export function checkNames(draft: Draft): void {
  draft.pairs = draft.pairs.map((pair) => {
    const { name, value } = pair;
    if (isUtm(name) || value === null) return pair;
    const lower = name.trim().toLowerCase();
    if (isUtm(lower)) {
      note(draft, 'parameter-case', {
        parameter: name,
        message: `Tags are written in small letters: ${lower}.`,
        suggestion: lower,
      });
      return writePair(lower, value);
    }
    const meant = nearestTag(lower);
    if (meant !== null) {
      note(draft, 'parameter-name', {
        parameter: name,
        message: `There is no tag ${name}. Did you mean ${meant}?`,
        suggestion: meant,
      });
      return writePair(meant, value);
    }
    if (lower.startsWith('utm_')) {
      note(draft, 'parameter-unknown', {
        parameter: name,
        severity: 'warning',
        message: `GA4 knows no tag ${name}.`,
      });
    }
    return pair;
  });
}

/** `utm_soruce`, `utm-source`, `utmsource`, `umt_source`. */
function nearestTag(name: string): UtmName | null {
  if (!/^(?:u?tm|umt|utn|utf)[\s_-]?[a-z]/.test(name)) return null;
  const bare = (text: string) => text.replace(/[^a-z]/g, '');
  const [best] = UTM_NAMES.map((tag) => ({ tag, far: editDistance(bare(name), bare(tag)) })).sort(
    (a, b) => a.far - b.far,
  );
  return best && best.far <= Math.min(2, bare(best.tag).length / 4) ? best.tag : null;
}

/** A tag that stands twice: the first stays. An empty one says nothing. */
export function checkDuplicates(draft: Draft): void {
  const first = new Map<string, Pair>();
  draft.pairs = draft.pairs.filter((pair) => {
    const { name, value } = pair;
    if (!isUtm(name)) return true;
    if ((value ?? '').trim() === '') {
      note(draft, 'parameter-empty', {
        parameter: name,
        severity: 'warning',
        message: `${name} says nothing.`,
      });
      return false;
    }
    const before = first.get(name);
    if (before === undefined) {
      first.set(name, pair);
      return true;
    }
    const message =
      before.value === value
        ? `${name} stands twice.`
        : `${name} stands twice, with two values. The first is kept.`;
    note(draft, 'parameter-duplicate', { parameter: name, message, suggestion: before.value });
    return false;
  });
}

/** Tags in the order in which everybody writes them; other parameters stay where they are. */
export function checkOrder(draft: Draft): void {
  const tags = draft.pairs.filter(({ name }) => isUtm(name));
  const rank = ({ name }: Pair) => UTM_NAMES.indexOf(name as UtmName);
  const ordered = tags.toSorted((a, b) => rank(a) - rank(b));
  if (tags.every((pair, i) => pair === ordered[i])) return;
  let next = 0;
  draft.pairs = draft.pairs.map((pair) => (isUtm(pair.name) ? (ordered[next++] as Pair) : pair));
  note(draft, 'parameter-order', {
    severity: 'info',
    message: 'The tags stand in an unusual order.',
    suggestion: ordered.map(({ name }) => name).join(', '),
  });
}

/** Tags that every link has. */
export function checkRequired(draft: Draft): void {
  for (const name of draft.taxonomy.required) {
    if (draft.pairs.some((pair) => pair.name === name)) continue;
    note(draft, 'parameter-missing', { parameter: name, message: `${name} is missing.` });
  }
}
