/** A published number with what else is published for the same thing. */
export type Factor = { value: number; low: number; high: number };

/** Where factors come from. */
export type FactorSet = { id: string; what: string; source: string; year: number; licence: string };

/** Every factor set that an estimate can rest on, by id. */
export const FACTOR_SETS: Readonly<Record<string, FactorSet>> = Object.fromEntries(
  [
    {
      id: 'swd@4',
      what: 'Data transfer of websites: data centre, network, device; in use and in making.',
      source: 'Sustainable Web Design model v4, as CO2.js 0.19.0 has it; high end: its v3',
      year: 2024,
      licence: 'Apache-2.0',
    },
    {
      id: 'grid-ember@co2js-0.19.0',
      what: 'Grams of CO2e per kWh by country, yearly average.',
      source: 'Ember, as CO2.js 0.19.0 has it',
      year: 2025,
      licence: 'CC-BY-SA-4.0',
    },
    {
      id: 'ads-gmsf@1.2',
      what: 'Digital ads: network, device, auction, delivery.',
      source:
        'Global Media Sustainability Framework v1.2 (Ad Net Zero) as scope3data/methodology 5eed5d7 has it; ends of the ranges: SRI x AD 2.1 and earlier defaults of the same',
      year: 2025,
      licence: 'Apache-2.0',
    },
    {
      id: 'email-mediapart@2022',
      what: 'Marketing e-mail, per mail that was sent.',
      source:
        'Audit of Mediapart’s 144 million mails of 2022 by Badsender and Sami: 10.5 t; low: mail that a filter catches, high: short mail between laptops (Berners-Lee 2020, How Bad Are Bananas?)',
      year: 2022,
      licence: 'facts',
    },
  ].map((set) => [set.id, set]),
);

export type Device = 'phone' | 'tablet' | 'pc' | 'tv';
export type Network = 'fixed' | 'mobile';

/** Factors for ads: `ads-gmsf@1.2`. */
export const AD_FACTORS = {
  /** Use of the network. */
  networkKwhPerGb: {
    fixed: { value: 0.0165, low: 0.0165, high: 0.0687 },
    mobile: { value: 0.117, low: 0.117, high: 0.236 },
  } satisfies Record<Network, Factor>,
  /** Making of the network. */
  networkGramsPerKb: {
    fixed: { value: 0.000_002_14, low: 0.000_002_14, high: 0.000_004_43 },
    mobile: { value: 0.000_008_7, low: 0.000_007_97, high: 0.000_008_7 },
  } satisfies Record<Network, Factor>,
  /** Share of mobile networks in the world's traffic (ITU 2024); low end: SRI. */
  mobileShare: { value: 0.236, low: 0.1, high: 0.236 } satisfies Factor,
  deviceWatts: {
    phone: { value: 4.68, low: 0.77, high: 4.68 },
    tablet: { value: 5.04, low: 3, high: 29.4 },
    pc: { value: 55.44, low: 29.4, high: 55.44 },
    tv: { value: 136.8, low: 81.6, high: 136.8 },
  } satisfies Record<Device, Factor>,
  /** Making of the device, per second of its use. */
  deviceGramsPerSecond: {
    phone: { value: 0.006_55, low: 0.005_83, high: 0.009_46 },
    tablet: { value: 0.0257, low: 0.002_87, high: 0.0257 },
    pc: { value: 0.005_45, low: 0.004_64, high: 0.0132 },
    tv: { value: 0.008_65, low: 0.008_65, high: 0.0096 },
  } satisfies Record<Device, Factor>,
  /** Choosing the ad, per impression: by auction among many platforms, or in the house. */
  selectionGrams: {
    auction: { value: 0.114_42, low: 0.0043, high: 0.114_42 },
    direct: { value: 0.000_016, low: 0.000_016, high: 0.0043 },
  } satisfies Record<'auction' | 'direct', Factor>,
  /** Delivery from a content network. */
  edgeKwhPerMb: { value: 4.3e-7, low: 4.3e-7, high: 4.3e-7 } satisfies Factor,
  edgeGramsPerKb: { value: 5.88e-7, low: 5.88e-7, high: 5.88e-7 } satisfies Factor,
} as const;

/** Seconds for which an ad between other content is seen, when it was not measured (GMSF). */
export const SECONDS_IN_VIEW = 3;

/** Grams per mail: `email-mediapart@2022`. */
export const EMAIL_GRAMS: Factor = { value: 10_500_000 / 144_000_000, low: 0.03, high: 0.3 };
