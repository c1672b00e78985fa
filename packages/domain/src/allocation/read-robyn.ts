import { MopsError } from '../shared/index.ts';
import { type Adstock, applyAdstock } from './adstock.ts';
import type { ChannelCurve } from './allocate-budget.ts';
import type { robynModel } from './schema.ts';

type Model = ReturnType<typeof robynModel.parse>;

/**
 * A selected model → Hill curves in money. Robyn says where half is reached as a share of the largest
 * carried-over spend of the modelled window, so the raw data must be in the file. Channels whose
 * coefficient is 0 bring nothing and are left out.
 */
export function readRobyn(model: Model): ChannelCurve[] {
  const { InputCollect: input, ExportedModel: exported, Extras } = model;
  const names = input.paid_media_selected ?? input.paid_media_spends;
  const from = (input.rollingWindowStartWhich ?? 1) - 1;
  const to = input.rollingWindowEndWhich ?? Extras.raw_data.length;
  const curves = names.flatMap((channel, index): ChannelCurve[] => {
    const coefficient = exported.summary.find(({ variable }) => variable === channel)?.coef;
    if (coefficient === undefined) throw missing(`summary of ${channel}`);
    if (coefficient <= 0) return [];
    const column = columnOf(model, channel, input.paid_media_spends[index]);
    const adstock = adstockOf(model, channel, column.length);
    const carried = applyAdstock(column, adstock).slice(from, to);
    const seen = column.slice(from, to);
    const largest = Math.max(...carried);
    return [
      {
        channel,
        adstock,
        shape: {
          kind: 'hill',
          most: coefficient,
          half: largest * hyper(model, `${channel}_gammas`),
          slope: hyper(model, `${channel}_alphas`),
        },
        currentSpend: seen.reduce((a, b) => a + b, 0) / seen.length,
        historyMax: Math.max(...seen),
      },
    ];
  });
  if (curves.length === 0) throw missing('channel with a coefficient above 0');
  return curves;
}

function columnOf({ Extras }: Model, channel: string, spendName: string | undefined): number[] {
  const name = [spendName, channel].find(
    (one) => one !== undefined && one in (Extras.raw_data[0] ?? {}),
  );
  if (name === undefined) throw missing(`column ${channel} in Extras.raw_data`);
  return Extras.raw_data.map((row) => {
    const value = Number(row[name]);
    if (value >= 0 && Number.isFinite(value)) return value;
    throw new MopsError('INVALID', `${name} is ${row[name]} in a row.`, 'Spend is 0 or more.');
  });
}

function adstockOf(model: Model, channel: string, window: number): Adstock {
  const kind = model.InputCollect.adstock;
  if (kind === 'geometric') return { kind, theta: hyper(model, `${channel}_thetas`) };
  if (kind !== 'weibull_pdf' && kind !== 'weibull_cdf') throw missing(`known adstock (${kind})`);
  return {
    kind: kind === 'weibull_pdf' ? 'weibull-pdf' : 'weibull-cdf',
    shape: hyper(model, `${channel}_shapes`),
    scale: hyper(model, `${channel}_scales`),
    window,
  };
}

function hyper({ ExportedModel }: Model, name: string): number {
  const value = ExportedModel.hyper_values[name];
  const number = Number(Array.isArray(value) ? value[0] : value);
  if (value === undefined || !Number.isFinite(number)) throw missing(`hyper_values.${name}`);
  return number;
}

function missing(what: string): MopsError {
  return new MopsError(
    'INVALID',
    `The Robyn model has no ${what}.`,
    'Write it with robyn_write(InputCollect, OutputCollect, select_model, add_data = TRUE).',
  );
}
