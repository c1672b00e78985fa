import { type Issue, MopsError } from '../shared/index.ts';

/** The way from the first sign of interest to a deal, in order; a deal ends won or lost. */
export const STAGES = ['inquiry', 'mql', 'sal', 'sql', 'opportunity', 'won'] as const;
export type FunnelStage = (typeof STAGES)[number];

/** `lost` ends a deal; `rejected`: sales sent the lead back. */
export type Stage = FunnelStage | 'lost' | 'rejected';

/** Fields of a contact that say when it reached a stage. */
export type DateField = 'created_at' | 'lead_at' | 'mql_at' | 'sal_at' | 'sql_at' | 'customer_at';

/** What the words of one source mean; compared without case and marks. `ignore`: says nothing. */
export type SourceStages = {
  /** `*` for all that have no entry of their own. */
  source: string;
  contactStages: Readonly<Record<string, Stage | 'ignore'>>;
  leadStatuses: Readonly<Record<string, Stage | 'ignore'>>;
  dealStages: Readonly<Record<string, Stage | 'ignore'>>;
  /** Stage → the fields that say when it was reached; the first that is filled counts. */
  dates: Readonly<Partial<Record<Stage, readonly DateField[]>>>;
};

/** After so many days a cohort is old enough to be judged. */
export type MaturityDays = { mql: number; sql: number; opportunity: number; won: number };

/** What marketing and sales have agreed on. A version is never changed: a change is a new one. */
export type LifecycleDefinition = {
  version: string;
  /** What each stage means, in words that both understand. */
  meaning: Readonly<Record<Stage, string>>;
  sources: readonly SourceStages[];
  maturityDays: MaturityDays;
  agreed: readonly { head: 'marketing' | 'sales'; by: string; at: number }[];
};

const COMMON: SourceStages = {
  source: '*',
  contactStages: {
    subscriber: 'ignore',
    lead: 'inquiry',
    inquiry: 'inquiry',
    'marketing qualified lead': 'mql',
    mql: 'mql',
    'sales accepted lead': 'sal',
    sal: 'sal',
    'sales qualified lead': 'sql',
    sql: 'sql',
    opportunity: 'opportunity',
    customer: 'won',
    evangelist: 'won',
    other: 'ignore',
  },
  leadStatuses: {
    new: 'inquiry',
    open: 'inquiry',
    'open not contacted': 'inquiry',
    working: 'sal',
    'working contacted': 'sal',
    'in progress': 'sal',
    accepted: 'sal',
    qualified: 'sql',
    'closed converted': 'sql',
    unqualified: 'rejected',
    rejected: 'rejected',
    recycled: 'rejected',
    'closed not converted': 'rejected',
    'bad timing': 'rejected',
  },
  dealStages: {
    'closed won': 'won',
    closedwon: 'won',
    won: 'won',
    'closed lost': 'lost',
    closedlost: 'lost',
    lost: 'lost',
    // Every other stage of a deal is an open one.
    '*': 'opportunity',
  },
  dates: {
    inquiry: ['lead_at', 'created_at'],
    mql: ['mql_at'],
    sal: ['sal_at'],
    sql: ['sql_at'],
    won: ['customer_at'],
  },
};

/**
 * A beginning that fits most CRMs as they come; nobody has agreed on it yet.
 * @example COMMON_LIFECYCLE.version // 'common@1'
 */
export const COMMON_LIFECYCLE: LifecycleDefinition = {
  version: 'common@1',
  meaning: {
    inquiry: 'Somebody showed interest and can be reached.',
    mql: 'Marketing judges the lead ready for sales.',
    sal: 'Sales has looked at the lead and takes it over.',
    sql: 'Sales has talked to the lead: there is a need and a chance.',
    opportunity: 'A deal with an amount is open.',
    won: 'The deal is signed.',
    lost: 'The deal will not come.',
    rejected: 'Sales sent the lead back, with a reason.',
  },
  sources: [COMMON],
  maturityDays: { mql: 30, sql: 60, opportunity: 60, won: 180 },
  agreed: [],
};

/**
 * Adds the consent of a head of marketing or sales. Throws CONFLICT where that side has agreed, INVALID
 * without a name or time.
 * @example agreeOn(COMMON_LIFECYCLE, { head: 'sales', by: 'Ana', at: 5 }).agreed.length // 1
 */
export function agreeOn(
  definition: LifecycleDefinition,
  consent: LifecycleDefinition['agreed'][number],
): LifecycleDefinition {
  const { head, by, at } = consent;
  if (by.trim() === '' || !Number.isFinite(at)) {
    throw new MopsError('INVALID', 'Nobody agrees at no time.', 'Say who agrees, and when.');
  }
  if (definition.agreed.some((one) => one.head === head)) {
    const hint = 'Make a new version to change it.';
    throw new MopsError(
      'CONFLICT',
      `The head of ${head} has agreed to ${definition.version}.`,
      hint,
    );
  }
  return { ...definition, agreed: [...definition.agreed, { head, by, at }] };
}

/**
 * Since when both heads agree; null: not yet.
 * @example agreedSince(COMMON_LIFECYCLE) // null
 */
export function agreedSince({ agreed }: LifecycleDefinition): number | null {
  const of = (head: 'marketing' | 'sales') => agreed.find((one) => one.head === head)?.at ?? null;
  const [marketing, sales] = [of('marketing'), of('sales')];
  return marketing === null || sales === null ? null : Math.max(marketing, sales);
}

/**
 * The version that holds at an instant: the one on which both agreed last; null before any.
 * @example definitionAt([COMMON_LIFECYCLE], 0) // null
 */
export function definitionAt(
  definitions: readonly LifecycleDefinition[],
  at: number,
): LifecycleDefinition | null {
  const known = definitions
    .map((definition) => ({ definition, since: agreedSince(definition) }))
    .filter(({ since }) => since !== null && since <= at)
    .sort((a, b) => (b.since ?? 0) - (a.since ?? 0));
  return known[0]?.definition ?? null;
}

/**
 * What is missing in a definition before it can be used: words for every stage, days from 1 on, one entry per source, and
 * the consent of both heads (a warning). Throws INVALID for days that are none and sources given twice.
 * @example checkDefinition(COMMON_LIFECYCLE)[0].message // 'The heads of marketing and sales have not agreed on common@1.'
 */
export function checkDefinition(definition: LifecycleDefinition): Issue[] {
  const { version, sources, maturityDays, agreed } = definition;
  const names = sources.map(({ source }) => source);
  const days = Object.values(maturityDays).every((one) => Number.isInteger(one) && one >= 1);
  if (version.trim() === '' || new Set(names).size !== names.length || !days) {
    throw new MopsError(
      'INVALID',
      'This definition of stages cannot be used.',
      'It needs a version, one entry per source, and whole days of maturity from 1 on.',
    );
  }
  const missing = (['marketing', 'sales'] as const).filter(
    (head) => !agreed.some((one) => one.head === head),
  );
  if (missing.length === 0) return [];
  const [who, have] =
    missing.length === 2
      ? ['heads of marketing and sales', 'have']
      : [`head of ${missing[0]}`, 'has'];
  const message = `The ${who} ${have} not agreed on ${version}.`;
  const hint = 'Ask both to agree: a funnel is only as good as its words.';
  return [{ code: 'not_agreed', severity: 'warning', message, hint, line: null, field: null }];
}

/** Lower case, blanks for marks: `Open - Not Contacted`, `open_not_contacted` and `marketingqualifiedlead` alike. */
const plain = (word: string) => word.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '');

export type WordKind = 'contactStages' | 'leadStatuses' | 'dealStages';

/**
 * Reads the words of a source by a definition: the source’s own entry, else the common one. A function, because the
 * words are looked up for every row.
 * @example stageReader(COMMON_LIFECYCLE)('hubspot', 'contactStages', 'marketingqualifiedlead') // 'mql'
 */
export function stageReader(definition: LifecycleDefinition) {
  const tables = new Map<string, Map<string, Stage | 'ignore'>>();
  const tableOf = (source: string, kind: WordKind) => {
    const key = `${kind} ${source}`;
    const known = tables.get(key);
    if (known) return known;
    const words = sourceOf(definition, source)[kind];
    const table = new Map(
      Object.entries(words).map(([word, stage]) => [word === '*' ? '*' : plain(word), stage]),
    );
    tables.set(key, table);
    return table;
  };
  /** The stage behind a word; null: the definition does not say. */
  return (source: string, kind: WordKind, word: string | null): Stage | 'ignore' | null => {
    if (word === null || word.trim() === '') return null;
    const table = tableOf(source, kind);
    return table.get(plain(word)) ?? table.get('*') ?? null;
  };
}

export function sourceOf(definition: LifecycleDefinition, source: string): SourceStages {
  const { sources } = definition;
  const found =
    sources.find((one) => one.source === source) ?? sources.find((one) => one.source === '*');
  return found ?? { source, contactStages: {}, leadStatuses: {}, dealStages: {}, dates: {} };
}
