import { readFile } from 'node:fs/promises';
import { allocateBudget, type BudgetPlan, importCurves } from '@openmops/domain/allocation';
import { MopsError } from '@openmops/domain/shared';
import { type HostCommand, table, UsageError } from '../../cli/command.ts';
import { numberOption } from '../../cli/options.ts';
import { typedPath } from '../../env.ts';

const allocate: HostCommand = {
  name: 'allocate',
  usage: 'CURVES.json --budget N [--periods N] [--max-change PERCENT] [--lock CHANNEL]…',
  summary:
    'Splits a budget where it brings most, by response curves (own, Robyn, Meridian, PyMC-Marketing).',
  options: {
    budget: { type: 'string' },
    periods: { type: 'string' },
    'max-change': { type: 'string' },
    lock: { type: 'string', multiple: true },
  },
  positionals: { min: 1, max: 1 },
  async host({ positionals, values }) {
    const budget = numberOption(values, 'budget');
    if (budget === null) throw new UsageError('--budget is missing: how much is there to spend?');
    const periods = numberOption(values, 'periods');
    const change = numberOption(values, 'max-change');
    const locked = [values.lock ?? []].flat().map(String);
    const { source, curves } = importCurves(await readJson(positionals[0] ?? ''));
    const unknown = locked.find((name) => !curves.some(({ channel }) => channel === name));
    if (unknown !== undefined) {
      throw new UsageError(
        `--lock ${unknown} is no channel of ${curves.map(({ channel }) => channel).join(', ')}.`,
      );
    }
    const plan = allocateBudget(
      curves.map((curve) => ({
        ...curve,
        isLocked: curve.isLocked || locked.includes(curve.channel),
      })),
      {
        budget,
        ...(periods !== null && { periods }),
        ...(change !== null && { maxChange: change / 100 }),
      },
    );
    const json = documentOf(plan, source);
    return { json, text: () => textOf(json) };
  },
};

async function readJson(path: string): Promise<unknown> {
  const text = await readFile(typedPath(path), 'utf8').catch(() => null);
  if (text === null) throw new MopsError('INVALID', `${path} cannot be read.`, 'Check the path.');
  try {
    return JSON.parse(text);
  } catch (error) {
    const message = `${path} is no JSON: ${(error as Error).message}.`;
    throw new MopsError('INVALID', message, 'Export the curves as JSON.');
  }
}

function documentOf(plan: BudgetPlan, source: string) {
  return {
    source,
    budget: plan.budget,
    totalResponse: plan.totalResponse,
    currentResponse: plan.current?.response ?? null,
    gain: plan.gain,
    marginal: plan.marginal,
    channels: plan.channels.map((one) => ({
      channel: one.channel,
      spend: one.spend,
      response: one.response,
      marginal: one.marginal,
      mean: one.mean,
      bound: one.bound,
      currentSpend: one.currentSpend,
      extrapolated: one.isExtrapolated,
    })),
    binding: plan.binding,
    warnings: plan.warnings,
  };
}

function textOf(json: ReturnType<typeof documentOf>): string {
  const rows = json.channels.map((one) => [
    one.channel,
    rounded(one.spend),
    rounded(one.response),
    Number(one.marginal.toPrecision(4)),
    one.mean === null ? null : Number(one.mean.toPrecision(4)),
    one.bound ?? '',
  ]);
  const gain = json.gain === null ? '' : `, ${signed(json.gain)} % against today’s split`;
  return [
    table(['channel', 'spend', 'response', 'marginal', 'mean', 'bound'], rows),
    '',
    `${rounded(json.budget)} bring ${rounded(json.totalResponse)}${gain}.`,
    ...json.warnings.map(({ message, hint }) => `- ${message}${hint ? ` ${hint}` : ''}`),
  ].join('\n');
}

const rounded = (value: number) => Number(value.toFixed(2));
const signed = (share: number) => `${share < 0 ? '−' : '+'}${Math.abs(share * 100).toFixed(2)}`;

export const allocationCommands = [allocate];
