import { MopsError } from '../shared/index.ts';
import type { Adstock } from './adstock.ts';
import type { ChannelCurve } from './allocate-budget.ts';
import type { pymcSummary } from './schema.ts';

type Summary = ReturnType<typeof pymcSummary.parse>;

/**
 * Posterior means by parameter, `saturation_beta[search]` and so on → logistic curves in money: the model
 * sees spend divided by the channel's scale and gives the target divided by its own.
 */
export function readPymc(document: Summary): ChannelCurve[] {
  const means = meansOf(document.summary);
  return Object.entries(document.channel_scale).map(([channel, scale]) => {
    const parameter = (name: string) => {
      const value = means.get(`${name}[${channel}]`);
      if (value !== undefined) return value;
      throw new MopsError(
        'INVALID',
        `The summary has no ${name}[${channel}].`,
        'Export az.summary of saturation_lam, saturation_beta and adstock_alpha (LogisticSaturation, GeometricAdstock).',
      );
    };
    const { l_max: window, normalize = true } = document.adstock ?? {};
    const adstock: Adstock = {
      kind: 'geometric',
      theta: parameter('adstock_alpha'),
      isNormalised: normalize,
      ...(window !== undefined && { window }),
    };
    const most = parameter('saturation_beta') * document.target_scale;
    return {
      channel,
      adstock,
      shape: { kind: 'logistic', most, rate: parameter('saturation_lam') / scale },
      currentSpend: document.current_spend?.[channel] ?? null,
      // The default scale is the largest spend of the history.
      historyMax: scale,
    };
  });
}

/** `to_json()` writes columns first, `to_json(orient="index")` rows first. */
function meansOf(summary: Summary['summary']): Map<string, number> {
  const columns = summary.mean;
  const rows = columns
    ? Object.entries(columns)
    : Object.entries(summary).map(([name, row]) => [name, row.mean] as const);
  return new Map(
    rows.flatMap(([name, mean]) => (typeof mean === 'number' ? [[name, mean] as const] : [])),
  );
}
