import { type Issue, MopsError } from '../shared/index.ts';
import { type Attribution, totalOf } from './answer.ts';
import { attribute } from './attribute.ts';
import type { Model } from './models.ts';
import { type PathSet, warning, warningsOf } from './path-set.ts';

/** One channel under all models: how much the answer depends on the choice of the model. */
export type ComparedChannel = {
  channel: string;
  /** Conversions credited, by model id. */
  conversions: Record<string, number>;
  /** Value credited in micros, by model id; null when the paths carry no value. */
  valueMicros: Record<string, number | null>;
  /** Smallest and largest share of all conversions that a model gives, and their difference. */
  lowShare: number;
  highShare: number;
  spread: number;
};

export type ModelComparison = {
  models: string[];
  channels: ComparedChannel[];
  total: Attribution['total'];
  method: string;
  version: string;
  warnings: Issue[];
};

/** From this spread on, and at least twice the smallest share, models are said to disagree. */
const DISAGREEMENT = 0.05;

/**
 * Models side by side on the same paths, widest spread first; every model has the same total. Warns
 * of channels about which the models disagree. Throws INVALID without models or with two of one id.
 * @example
 * const paths = readPaths([{ path: 'a > b', conversions: 10 }]);
 * compareModels(paths, [namedModel('first'), namedModel('linear')]).channels[0]
 * // { channel: 'a', conversions: { first: 10, linear: 5 }, valueMicros: { first: null, linear: null }, lowShare: 0.5, highShare: 1, spread: 0.5 }
 */
export function compareModels(paths: PathSet, models: readonly Model[]): ModelComparison {
  const ids = models.map(({ id }) => id);
  if (ids.length === 0 || new Set(ids).size < ids.length) {
    throw new MopsError(
      'INVALID',
      `These models cannot be told apart: ${ids.join(', ') || 'none'}.`,
      'Name at least one model, each with its own id.',
    );
  }
  const answers = models.map((model) => attribute(paths, model));
  const byChannel = answers.map((one) => new Map(one.channels.map((row) => [row.channel, row])));
  const total = totalOf(paths);
  const channels = paths.channels.map((channel) => {
    const rows = byChannel.map((answer) => answer.get(channel));
    const credits = rows.map((row) => row?.conversions ?? 0);
    const shares = credits.map((credit) =>
      total.conversions > 0 ? credit / total.conversions : 0,
    );
    const [lowShare, highShare] = [Math.min(...shares), Math.max(...shares)];
    return {
      channel,
      conversions: record(ids, credits),
      valueMicros: record(
        ids,
        rows.map((row) => row?.valueMicros ?? null),
      ),
      lowShare,
      highShare,
      spread: highShare - lowShare,
    };
  });
  channels.sort((a, b) => b.spread - a.spread || (a.channel < b.channel ? -1 : 1));
  const known = new Set(warningsOf(paths).map(({ code }) => code));
  const own = answers.flatMap((answer) =>
    answer.warnings
      .filter(({ code }) => !known.has(code))
      .map((one) => ({ ...one, message: `${answer.model.id}: ${one.message}` })),
  );
  return {
    models: ids,
    channels,
    total,
    method: 'Models side by side',
    version: '1',
    warnings: [...warningsOf(paths), ...own, ...disagreements(channels)],
  };
}

function disagreements(channels: readonly ComparedChannel[]): Issue[] {
  return channels
    .filter(
      ({ spread, lowShare, highShare }) => spread >= DISAGREEMENT && highShare >= 2 * lowShare,
    )
    .map(({ channel, lowShare, highShare }) =>
      warning(
        'models_disagree',
        `${channel} gets between ${percent(lowShare)} and ${percent(highShare)} of the conversions.`,
        'The choice of the model decides here: test this channel before moving money.',
      ),
    );
}

const percent = (share: number) => `${(share * 100).toFixed(1)}%`;

function record<T>(ids: readonly string[], values: readonly T[]): Record<string, T> {
  return Object.fromEntries(ids.map((id, index) => [id, values[index] as T]));
}
