import { groupBy } from '../shared/index.ts';
import {
  type LifecycleDefinition,
  type Stage,
  sourceOf,
  stageReader,
  type WordKind,
} from './definition.ts';
import type { LifecycleContact, LifecycleDeal, SourceTransition } from './records.ts';

/** A record says that its person or deal was in a stage from an instant on. */
export type Signal = {
  stage: Stage;
  at: number;
  basis: 'history' | 'date';
  source: string;
  /** `contact 501`, `deal 9`. */
  record: string;
};

export type Signals = {
  ofContact: (contact: LifecycleContact) => Signal[];
  ofDeal: (deal: LifecycleDeal) => Signal[];
  /** Words that the definition does not know → how often they came. */
  unknown: Map<string, number>;
};

/** Reads records and their history by the words of a definition. */
export function collectSignals(
  definition: LifecycleDefinition,
  history: readonly SourceTransition[],
): Signals {
  const read = stageReader(definition);
  const unknown = new Map<string, number>();
  const historyOf = groupBy(
    history,
    ({ source, entity, entityId }) => `${source} ${entity} ${entityId}`,
  );
  const readWord = (source: string, kinds: readonly WordKind[], word: string): Stage | null => {
    for (const kind of kinds) {
      const stage = read(source, kind, word);
      if (stage !== null) return stage === 'ignore' ? null : stage;
    }
    const name = `${source}: ${word}`;
    unknown.set(name, (unknown.get(name) ?? 0) + 1);
    return null;
  };
  const fromHistory = (source: string, entity: 'contact' | 'deal', id: string) => {
    const kinds: WordKind[] =
      entity === 'deal' ? ['dealStages'] : ['contactStages', 'leadStatuses'];
    return (historyOf.get(`${source} ${entity} ${id}`) ?? []).flatMap(
      ({ toStage, at }): Signal[] => {
        const stage = readWord(source, kinds, toStage);
        return stage === null
          ? []
          : [{ stage, at, basis: 'history', source, record: `${entity} ${id}` }];
      },
    );
  };
  return {
    unknown,
    ofContact: ({ source, contactId, dates = {} }) => {
      const signals = fromHistory(source, 'contact', contactId);
      const known = new Set(signals.map(({ stage }) => stage));
      for (const [stage, fields] of Object.entries(sourceOf(definition, source).dates)) {
        const at = fields?.map((field) => dates[field] ?? null).find((one) => one !== null) ?? null;
        // Where the history knows a stage, it knows it better than a date.
        if (at === null || known.has(stage as Stage)) continue;
        const record = `contact ${contactId}`;
        signals.push({ stage: stage as Stage, at, basis: 'date', source, record });
      }
      return signals;
    },
    ofDeal: (deal) => {
      const { source, dealId, createdAt, closedAt = null, stage = null } = deal;
      const signals = fromHistory(source, 'deal', dealId);
      const record = `deal ${dealId}`;
      const add = (to: Stage, at: number) =>
        signals.push({ stage: to, at, basis: 'date', source, record });
      if (createdAt !== null) add('opportunity', createdAt);
      const word = stage === null ? null : readWord(source, ['dealStages'], stage);
      const said = word === 'won' || word === 'lost' ? word : null;
      const outcome = deal.outcome === undefined ? said : deal.outcome;
      if (outcome && closedAt !== null && !signals.some((one) => one.stage === outcome)) {
        add(outcome, closedAt);
      }
      return signals;
    },
  };
}
