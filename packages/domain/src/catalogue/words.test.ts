import { describe, expect, it } from 'vitest';
import { CATALOGUE } from './catalogue.ts';
import { KPIS } from './kpis.ts';
import { DATASETS, MEASURES } from './measures.ts';
import { SOURCE } from './standards.ts';

/** Words that a reader who runs marketing, not a database, need not know. */
const JARGON =
  /\b(numerator|denominator|cohorts?|(non-|semi-)?additive|distinct|dedup\w*|granular\w*|aggregat\w*|provenance|heuristic|leverag\w*|utili[sz]e[ds]?|actionable|synerg\w*|holistic|robust|seamless|KPI|metric|API|SQL|null|NaN|micros|snapshot|delta|baseline|p-value)\b/i;

const sentences = (text: string) => text.split(/(?<=[.!?])\s+(?=[A-Z“])/).length;

describe('words', () => {
  it.each(KPIS.map((kpi) => [kpi.id, kpi] as const))('of %s are plain and short', (_, kpi) => {
    expect(kpi.description.length).toBeGreaterThanOrEqual(20);
    for (const text of [kpi.description, ...kpi.caveats]) {
      expect(text.length, text).toBeLessThanOrEqual(160);
      expect(sentences(text), text).toBeLessThanOrEqual(2);
      expect(text).toMatch(/^[A-Z].*[.]$/);
      expect(text).not.toMatch(JARGON);
    }
    expect(kpi.name.length).toBeLessThanOrEqual(45);
    expect(kpi.caveats.length).toBeLessThanOrEqual(4);
  });

  it.each(MEASURES.map((one) => [one.id, one] as const))('of %s say what is counted', (_, one) => {
    expect(one.description.length).toBeGreaterThan(8);
    expect(one.description.length).toBeLessThanOrEqual(90);
    expect(one.description).toMatch(/^[A-Z].*[.]$/);
    expect(one.description).not.toMatch(JARGON);
  });

  it('give every dataset a phrase that fits into a sentence', () => {
    for (const { rows } of DATASETS) expect(rows).toMatch(/^[a-z]/);
    expect(new Set(MEASURES.map((one) => one.dataset))).toEqual(new Set(DATASETS.map((d) => d.id)));
    const families = new Set(KPIS.map((kpi) => kpi.family));
    for (const { family } of DATASETS) expect(families).toContain(family);
  });
});

describe('names', () => {
  it('are used once, ids and short ids in one space with measures', () => {
    const owners = Map.groupBy(
      KPIS.flatMap((kpi) => [kpi.id, ...kpi.aliases].map((name) => ({ name, kpi }))),
      ({ name }) => name,
    );
    expect([...owners].filter(([, own]) => own.length > 1)).toEqual([]);
    // A name that is also a measure means that measure.
    for (const [name, own] of owners) {
      if (CATALOGUE.measureOf.has(name)) expect(own[0]?.kpi.expr).toEqual({ ref: name });
    }
  });

  it('of KPIs are told apart, and equal that of a measure only for that very measure', () => {
    const names = KPIS.map((kpi) => kpi.name.toLowerCase());
    expect(names.filter((name, i) => names.indexOf(name) !== i)).toEqual([]);
    const measures = new Map(MEASURES.map((one) => [one.name.toLowerCase(), one.id]));
    expect(measures.size).toBe(MEASURES.length);
    for (const kpi of KPIS) {
      const same = measures.get(kpi.name.toLowerCase());
      if (same) expect([kpi.id, kpi.expr]).toEqual([kpi.id, { ref: same }]);
    }
  });

  it('have synonyms that add something', () => {
    for (const kpi of KPIS) {
      const known = [kpi.name, ...kpi.aliases].map((name) => name.toLowerCase());
      expect(kpi.synonyms.filter((one) => known.includes(one.toLowerCase()))).toEqual([]);
      expect(new Set(kpi.synonyms).size).toBe(kpi.synonyms.length);
    }
  });
});

describe('sources', () => {
  it('say how far a definition was compared, and claim no page of their own ones', () => {
    for (const { source } of KPIS) {
      expect(['read', 'second-hand', 'unread', 'own']).toContain(source.checked);
      expect(source.url === null).toBe(source.checked === 'own');
      if (source.url !== null) expect(source.url).toMatch(/^https:\/\/[a-z]/);
    }
  });

  it('are all in use', () => {
    const used = new Set<unknown>(KPIS.map((kpi) => kpi.source));
    expect(Object.values(SOURCE).filter((one) => !used.has(one))).toEqual([]);
  });
});
