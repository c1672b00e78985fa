import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { checkUnits, createCatalogue, type Kpi, type Measure, measuresOf } from '../kpi/index.ts';
import { CATALOGUE } from './catalogue.ts';
import { KPIS } from './kpis.ts';
import { DATASETS, MEASURES } from './measures.ts';

/** What the entries below this room export, by the name of the file: `@openmops/domain/catalogue/kpis/paid`. */
async function entriesIn<Of>(folder: 'kpis' | 'measures'): Promise<Map<string, readonly Of[]>> {
  const files = readdirSync(`${import.meta.dirname}/${folder}`);
  const entries = files.map(async (file): Promise<[string, readonly Of[]]> => {
    const own = Object.values(await import(`./${folder}/${file}`));
    expect(own.length, file).toBe(1);
    return [file.replace('.ts', ''), own[0] as Of[]];
  });
  return new Map(await Promise.all(entries));
}

describe('entries', () => {
  it('hold one family each, and together the catalogue', async () => {
    const families = await entriesIn<Kpi>('kpis');
    expect(new Set([...families.values()].flat())).toEqual(new Set(KPIS));
    for (const [file, kpis] of families) {
      expect(new Set(kpis.map((kpi) => kpi.family.replaceAll('_', '-')))).toEqual(new Set([file]));
    }
  });

  it('hold one dataset each, and together all measures', async () => {
    const datasets = await entriesIn<Measure>('measures');
    expect(new Set([...datasets.values()].flat())).toEqual(new Set(MEASURES));
    for (const [file, measures] of datasets) {
      expect(new Set(measures.map((one) => one.dataset.replaceAll('_', '-')))).toEqual(
        new Set([file]),
      );
    }
  });

  it('make a small catalogue of the parts that somebody needs', async () => {
    const { PAID } = await import('@openmops/domain/catalogue/kpis/paid');
    const { AD_DELIVERY } = await import('@openmops/domain/catalogue/measures/ad-delivery');
    const small = createCatalogue({ measures: AD_DELIVERY, kpis: PAID });
    for (const kpi of PAID) checkUnits(small, kpi);
  });

  it('need the datasets and the families that the README names', async () => {
    const families = await entriesIn<Kpi>('kpis');
    const needs = [...families].map(([file, kpis]) => {
      const datasets = kpis.flatMap((kpi) => measuresOf(CATALOGUE, kpi).map((m) => m.dataset));
      return `${file}: ${[...new Set(datasets)].sort().join(' ')}`;
    });
    expect(needs.sort()).toEqual([
      'acquisition: ad_delivery finance lead_stage subscription web_session',
      'brand-cx: search_console survey',
      'budget: ad_delivery finance',
      'compliance: compliance',
      'content: content_asset',
      'data-quality: data_quality web_session',
      'email: email_send',
      'events: content_asset',
      'experimentation: experiment work_item',
      'funnel: lead_stage opportunity',
      'martech: martech',
      'operations: approval finance work_item',
      'paid: ad_delivery',
      'pipeline: finance lead_stage opportunity',
      'saas: finance subscription',
      'seo: search_console',
      'social: social_post',
      'sustainability: ad_delivery email_send finance',
      'web: web_session',
    ]);
  });

  it('are as many as the READMEs say', () => {
    const text = (path: string) => readFileSync(`${import.meta.dirname}/${path}`, 'utf8');
    const families = new Set(KPIS.map((kpi) => kpi.family)).size;
    const own = text('README.md').replaceAll(/\s+/g, ' ');
    expect(own).toContain(
      `${KPIS.length} in ${families} families over ${MEASURES.length} base measures of ${DATASETS.length} datasets`,
    );
    expect(text('../../README.md')).toContain(`The ${KPIS.length} KPIs that come with the package`);
  });
});
