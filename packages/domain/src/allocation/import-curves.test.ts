import { describe, expect, it } from 'vitest';
import { allocateBudget } from './allocate-budget.ts';
import { importCurves } from './import-curves.ts';

const INVALID = expect.objectContaining({ code: 'INVALID', hint: expect.any(String) });

describe('own form', () => {
  it('reads every kind of curve', () => {
    const { source, curves } = importCurves({
      channels: [
        { channel: 'a', most: 9, half: 2, currentSpend: 3, min: 1, max: 5, locked: true },
        {
          channel: 'b',
          curve: 'logistic',
          most: 9,
          rate: 0.1,
          adstock: { kind: 'geometric', theta: 0.5 },
        },
        {
          channel: 'c',
          curve: 'points',
          points: [
            [0, 0],
            [5, 3],
          ],
        },
      ],
    });
    expect(source).toBe('openmops');
    expect(curves.map(({ shape }) => shape)).toEqual([
      { kind: 'hill', most: 9, half: 2, slope: 1 },
      { kind: 'logistic', most: 9, rate: 0.1 },
      {
        kind: 'points',
        points: [
          [0, 0],
          [5, 3],
        ],
      },
    ]);
    expect(curves[0]).toMatchObject({ isLocked: true, min: 1, max: 5, currentSpend: 3 });
    expect(curves[1]?.adstock).toEqual({ kind: 'geometric', theta: 0.5 });
  });

  it.each([
    null,
    5,
    [],
    {},
    { channels: [] },
    { channels: [{ channel: 'a', most: -1, half: 2 }] },
    { channels: [{ channel: 'a', most: 1, haif: 2 }] },
  ])('refuses %j', (document) => {
    expect(() => importCurves(document)).toThrow(INVALID);
  });
});

describe('Robyn', () => {
  const model = {
    InputCollect: {
      adstock: ['geometric'],
      paid_media_spends: ['tv_S', 'search_S', 'print_S'],
      paid_media_selected: ['tv_S', 'search_S', 'print_S'],
      rollingWindowStartWhich: [2],
      rollingWindowEndWhich: [4],
    },
    ExportedModel: {
      hyper_values: {
        tv_S_alphas: [2],
        tv_S_gammas: [0.5],
        tv_S_thetas: [0.5],
        search_S_alphas: [1],
        search_S_gammas: [1],
        search_S_thetas: [0],
        print_S_alphas: [1],
        print_S_gammas: [1],
        print_S_thetas: [0],
      },
      summary: [
        { variable: '(Intercept)', coef: 1000 },
        { variable: 'tv_S', coef: 500 },
        { variable: 'search_S', coef: 300 },
        { variable: 'print_S', coef: 0 },
      ],
    },
    Extras: {
      raw_data: [
        { DATE: '2025-01-06', tv_S: 100, search_S: 10, print_S: 1 },
        { DATE: '2025-01-13', tv_S: 100, search_S: 20, print_S: 1 },
        { DATE: '2025-01-20', tv_S: 50, search_S: 30, print_S: 1 },
        { DATE: '2025-01-27', tv_S: 0, search_S: 10, print_S: 1 },
      ],
    },
  };

  it('takes half-points from the largest carried-over spend of the window', () => {
    const { source, curves } = importCurves(model);
    // Carried over: 100, 150, 125, 62.5; the window begins at the second week.
    expect(source).toBe('robyn');
    expect(curves.map(({ channel, shape }) => [channel, shape])).toEqual([
      ['tv_S', { kind: 'hill', most: 500, half: 75, slope: 2 }],
      ['search_S', { kind: 'hill', most: 300, half: 30, slope: 1 }],
    ]);
    expect(curves[0]).toMatchObject({
      currentSpend: 50,
      historyMax: 100,
      adstock: { kind: 'geometric', theta: 0.5 },
    });
    expect(allocateBudget(curves, { budget: 70 }).totalResponse).toBeGreaterThan(0);
  });

  it('reads Weibull models', () => {
    const weibull = structuredClone(model) as typeof model & {
      ExportedModel: { hyper_values: Record<string, number[]> };
    };
    weibull.InputCollect.adstock = ['weibull_cdf'];
    for (const channel of ['tv_S', 'search_S', 'print_S']) {
      weibull.ExportedModel.hyper_values[`${channel}_shapes`] = [0.5];
      weibull.ExportedModel.hyper_values[`${channel}_scales`] = [0.5];
    }
    expect(importCurves(weibull).curves[0]?.adstock).toEqual({
      kind: 'weibull-cdf',
      shape: 0.5,
      scale: 0.5,
      window: 4,
    });
  });

  it.each([
    ['the raw data', { ...model, Extras: undefined }],
    ['a hyperparameter', { ...model, ExportedModel: { ...model.ExportedModel, hyper_values: {} } }],
    ['a coefficient', { ...model, ExportedModel: { ...model.ExportedModel, summary: [] } }],
  ])('refuses a model without %s', (_what, broken) => {
    expect(() => importCurves(broken)).toThrow(INVALID);
  });
});

describe('Meridian', () => {
  const record = (channel: string, spend_multiplier: number, incremental_outcome: number) => ({
    channel,
    metric: 'mean',
    spend_multiplier,
    spend: spend_multiplier * 1000,
    incremental_outcome,
  });

  it('reads response curves as points, the mean only', () => {
    const records = [
      record('tv', 0, 0),
      record('tv', 1, 500),
      record('tv', 2, 700),
      { ...record('tv', 1, 9), metric: 'ci_lo' },
      record('search', 0, 0),
      record('search', 1, 900),
      record('search', 2, 950),
    ];
    const { source, curves } = importCurves(records);
    expect(source).toBe('meridian');
    expect(curves[0]).toEqual({
      channel: 'tv',
      shape: {
        kind: 'points',
        points: [
          [0, 0],
          [1000, 500],
          [2000, 700],
        ],
      },
      currentSpend: 1000,
      historyMax: 1000,
    });
    const plan = allocateBudget(curves, { budget: 2500 });
    expect(plan.channels.map(({ spend }) => spend)).toEqual([1500, 1000]);
    expect(() => allocateBudget(curves, { budget: 5000 })).toThrow(/last point/);
  });

  it('refuses a curve of one point', () => {
    expect(() => importCurves([record('tv', 1, 5), record('search', 1, 5)])).toThrow(INVALID);
  });
});

describe('PyMC-Marketing', () => {
  const scales = { channel_scale: { tv: 1000 }, target_scale: 50_000, current_spend: { tv: 400 } };
  const rows = { 'saturation_lam[tv]': 2, 'saturation_beta[tv]': 0.4, 'adstock_alpha[tv]': 0.3 };

  it.each([
    ['columns first', { mean: rows, sd: { 'saturation_lam[tv]': 1 } }],
    [
      'rows first',
      Object.fromEntries(Object.entries(rows).map(([name, mean]) => [name, { mean, sd: 1 }])),
    ],
  ])('reads a summary, %s', (_how, summary) => {
    const { source, curves } = importCurves({ summary, ...scales, adstock: { l_max: 8 } });
    expect(source).toBe('pymc-marketing');
    expect(curves).toEqual([
      {
        channel: 'tv',
        adstock: { kind: 'geometric', theta: 0.3, isNormalised: true, window: 8 },
        shape: { kind: 'logistic', most: 20_000, rate: 0.002 },
        currentSpend: 400,
        historyMax: 1000,
      },
    ]);
  });

  it('refuses a summary that lacks a parameter', () => {
    expect(() =>
      importCurves({ summary: { mean: { 'saturation_lam[tv]': 2 } }, ...scales }),
    ).toThrow(/saturation_beta|adstock_alpha/);
  });
});
