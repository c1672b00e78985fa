import { KPIS } from '@openmops/domain/catalogue';
import { describe, expect, test } from 'vitest';
import type { KpiInfo } from '../../api-types.ts';
import { familyName, groupedByFamily, missingSource, searchKpis } from './search-kpis.ts';

/** As the API tells them, as far as the list looks. */
const all = KPIS.map((kpi) => ({ ...kpi, needs: [] }) as unknown as KpiInfo);
const ids = (kpis: KpiInfo[]) => kpis.map((kpi) => kpi.id);

describe('the list of KPIs', () => {
  test('finds by name, short name, synonym, id, words and family', () => {
    expect(ids(searchKpis(all, 'ROAS'))).toContain('paid.roas');
    expect(ids(searchKpis(all, 'click-through rate'))).toEqual([
      'paid.ctr',
      'paid.link_ctr',
      'seo.ctr',
      'email.ctor',
    ]);
    expect(ids(searchKpis(all, 'net dollar retention'))).toEqual(['saas.nrr']);
    expect(ids(searchKpis(all, 'dq.duplicates'))).toEqual(['dq.duplicates']);
    expect(searchKpis(all, 'sustainability')).toHaveLength(5);
    expect(searchKpis(all, 'no such thing')).toEqual([]);
    expect(searchKpis(all, '  ')).toHaveLength(all.length);
  });

  test('has a name for every family', () => {
    const families = groupedByFamily(all).map(([family]) => family);
    expect(families[0]).toBe('paid');
    expect(new Set(families).size).toBe(families.length);
    for (const family of families) expect(familyName(family)).toMatch(/^[A-Z]/);
  });

  test('says what is missing only where nothing can be imported', () => {
    const [first] = all as [KpiInfo];
    const needs = (...needs: KpiInfo['needs']) => missingSource({ ...first, needs });
    expect(needs()).toBeNull();
    expect(needs({ what: 'Ad emissions', mappable: true })).toBeNull();
    expect(
      needs({ what: 'finance', mappable: false }, { what: 'subscriptions', mappable: false }),
    ).toBe('finance, subscriptions');
  });
});
