import {
  type Attribution,
  attribute,
  compareModels,
  MODELS,
  type Model,
  type ModelComparison,
  type ModelName,
  readPaths,
} from '@openmops/domain/attribution';
import { microsToUnits } from '@openmops/domain/shared';
import { type HostCommand, table, UsageError, type Values } from '../../cli/command.ts';
import { choiceOption, numberOption } from '../../cli/options.ts';
import { readPathRows } from './read-path-rows.ts';

const NAMES = Object.keys(MODELS) as ModelName[];

const attributeFile: HostCommand = {
  name: 'attribute',
  usage: `FILE.csv --model ${NAMES.join('|')}|all [--order K] [--half-life DAYS] [--direct NAME]…`,
  summary:
    'Shares conversions among channels (columns path joined by “ > ”, conversions, optional value, nulls, days, lead, opportunity, won).',
  options: {
    model: { type: 'string' },
    order: { type: 'string' },
    'half-life': { type: 'string' },
    direct: { type: 'string', multiple: true },
  },
  positionals: { min: 1, max: 1 },
  async host({ positionals, values }) {
    const name = choiceOption(values, 'model', [...NAMES, 'all']);
    if (name === null) throw new UsageError(`--model is one of ${NAMES.join(', ')}, all.`);
    const models = (name === 'all' ? NAMES : [name]).map((one) => modelOf(one, values));
    if (name !== 'all') refuseStray(models[0] as Model, values);
    const paths = readPaths(await readPathRows(positionals[0] ?? ''));
    if (name === 'all') {
      const json = comparisonJson(compareModels(paths, models));
      return { json, text: () => comparisonText(json) };
    }
    const json = attributionJson(attribute(paths, models[0] as Model));
    return { json, text: () => attributionText(json) };
  },
};

function modelOf(name: ModelName, values: Values): Model {
  const model: Model = MODELS[name];
  const order = numberOption(values, 'order');
  const halfLifeDays = numberOption(values, 'half-life');
  const direct = [values.direct ?? []].flat().map(String);
  if (model.kind === 'markov' && order !== null) {
    if (order !== 1 && order !== 2 && order !== 3) throw new UsageError('--order is 1, 2 or 3.');
    return { ...model, order };
  }
  if (model.kind === 'decay' && halfLifeDays !== null) return { ...model, halfLifeDays };
  if (name === 'last-non-direct' && direct.length > 0 && model.kind === 'anchors') {
    return { ...model, directChannels: direct };
  }
  return model;
}

/** An option that the model does not know would silently change nothing. */
function refuseStray(model: Model, values: Values): void {
  const known = {
    order: model.kind === 'markov',
    'half-life': model.kind === 'decay',
    direct: model.id === 'last-non-direct',
  };
  for (const [name, fits] of Object.entries(known)) {
    if (values[name] !== undefined && !fits)
      throw new UsageError(`--${name} means nothing to the model ${model.id}.`);
  }
}

function attributionJson({ model, total, channels, unattributed, warnings }: Attribution) {
  return {
    model: model.id,
    total: total.conversions,
    channels: channels.map(({ channel, conversions, valueMicros, removalEffect, byPosition }) => ({
      channel,
      credit: conversions,
      value: unitsOf(valueMicros),
      removalEffect,
      ...(byPosition && { byPosition }),
    })),
    unattributed: unattributed.conversions,
    warnings,
  };
}

function comparisonJson({ models, total, channels, warnings }: ModelComparison) {
  return {
    models,
    total: total.conversions,
    channels: channels.map(
      ({ channel, conversions, valueMicros, lowShare, highShare, spread }) => ({
        channel,
        credits: conversions,
        values: Object.fromEntries(
          Object.entries(valueMicros).map(([model, value]) => [model, unitsOf(value)]),
        ),
        lowShare,
        highShare,
        spread,
      }),
    ),
    warnings,
  };
}

function attributionText(json: ReturnType<typeof attributionJson>): string {
  const { model, total, channels, unattributed, warnings } = json;
  const rows = channels.map(({ channel, credit, value, removalEffect }) => [
    channel,
    rounded(credit),
    total > 0 ? rounded((100 * credit) / total, 1) : null,
    value === null ? null : rounded(value),
    removalEffect === null ? null : rounded(removalEffect, 4),
  ]);
  return [
    `${model}: ${rounded(total)} conversions${unattributed > 0 ? `, ${rounded(unattributed)} more without a channel` : ''}.`,
    table(['channel', 'credit', '%', 'value', 'removal effect'], rows),
    ...warnings.map(({ message, hint }) => `- ${message}${hint ? ` ${hint}` : ''}`),
  ].join('\n');
}

function comparisonText({ models, channels, warnings }: ReturnType<typeof comparisonJson>): string {
  const rows = channels.map(({ channel, credits, spread }) => [
    channel,
    ...models.map((model) => rounded(credits[model] ?? 0, 1)),
    rounded(100 * spread, 1),
  ]);
  return [
    table(['channel', ...models, 'spread %'], rows),
    ...warnings.map(({ message, hint }) => `- ${message}${hint ? ` ${hint}` : ''}`),
  ].join('\n');
}

const unitsOf = (micros: number | null) => (micros === null ? null : microsToUnits(micros));
const rounded = (value: number, digits = 2) => Number(value.toFixed(digits));

export const attributionCommands = [attributeFile];
