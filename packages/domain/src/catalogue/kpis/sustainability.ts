import { family, MASS, MASS_PER_MONEY } from '../define.ts';
import { SOURCE } from '../standards.ts';

/** Sustainability: greenhouse gas of ads and e-mails. */
export const SUSTAINABILITY = family('sustainability', {
  'co2.ads': {
    name: 'Ad emissions',
    aliases: ['ad_emissions'],
    synonyms: ['carbon footprint of ads'],
    formula: 'ad_co2e',
    unit: MASS,
    direction: 'down',
    description: 'Greenhouse gas that delivering the ads caused, as far as it can be estimated.',
    caveats: ['An estimate: name the set of factors and show its range.'],
    source: SOURCE.gmsf,
  },
  'co2.ads_per_mille': {
    name: 'Emissions per 1,000 impressions',
    aliases: ['gco2pm'],
    formula: 'ad_co2e * 1000 / ad_impressions',
    unit: MASS,
    direction: 'down',
    description: 'Grams of greenhouse gas for a thousand impressions.',
    caveats: ['An estimate: compare only within one set of factors.'],
    source: SOURCE.gmsf,
  },
  'co2.ads_per_conversion': {
    name: 'Emissions per conversion',
    formula: 'ad_co2e / ad_conversions',
    unit: MASS,
    direction: 'down',
    description: 'Grams of greenhouse gas for each conversion the platforms claim.',
    caveats: ['An estimate: compare only within one set of factors.'],
    source: SOURCE.gmsf,
  },
  'co2.email_per_mille': {
    name: 'Emissions per 1,000 e-mails',
    formula: 'email_co2e * 1000 / emails_delivered',
    unit: MASS,
    direction: 'down',
    description: 'Grams of greenhouse gas for a thousand delivered e-mails.',
    caveats: [
      'An estimate. For comparison: the publisher Mediapart found 0.073 g per mail in its audit of 2022.',
    ],
    source: SOURCE.swd,
  },
  'co2.per_revenue': {
    name: 'Emissions per unit of revenue',
    synonyms: ['carbon intensity'],
    formula: '(ad_co2e + email_co2e) / finance_revenue',
    unit: MASS_PER_MONEY,
    direction: 'down',
    minGrain: 'quarter',
    description: 'Grams of greenhouse gas of ads and e-mails for each unit of revenue.',
    caveats: ['An estimate: compare only within one set of factors and one currency.'],
    source: SOURCE.gmsf,
  },
});
