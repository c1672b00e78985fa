import type { PlanDraft } from '../../api-experiments.ts';

/** A plan as a person types it: percentages, not shares. */
export type PlanForm = {
  name: string;
  hypothesis: string;
  variable: string;
  success: string;
  control: string;
  variant: string;
  share: string;
  baseline: string;
  effect: string;
  direction: string;
  method: string;
  audience: string;
  from: string;
  to: string;
};

export const EMPTY: PlanForm = {
  ...{ name: '', hypothesis: '', variable: 'messaging', success: '', control: 'Control' },
  ...{ variant: 'Variant', share: '50', baseline: '', effect: '', direction: 'up' },
  ...{ method: 'frequentist', audience: '', from: '', to: '' },
};

const number = (text: string) => (text.trim() === '' ? Number.NaN : Number(text.replace(',', '.')));
const within = (text: string, low: number, high: number) => {
  const value = number(text);
  return value > low && value < high ? null : `Give a number between ${low} and ${high}.`;
};

/** What is wrong with each field; `null`: nothing. */
export function checkForm(form: PlanForm): Partial<Record<keyof PlanForm, string | null>> {
  const needed = (text: string) => (text.trim() ? null : 'Is needed.');
  const size = number(form.effect);
  const audience = form.audience.trim() === '' ? null : number(form.audience);
  return {
    name: needed(form.name),
    hypothesis: needed(form.hypothesis),
    success: needed(form.success),
    control: needed(form.control),
    variant:
      needed(form.variant) ??
      (form.variant.trim().toLowerCase() === form.control.trim().toLowerCase()
        ? 'The arms need two names.'
        : null),
    share: within(form.share, 0, 100),
    baseline: within(form.baseline, 0, 100),
    effect: size !== 0 && Math.abs(size) < 100 ? null : 'Give points, like 1 or -0.5.',
    audience:
      audience === null || (Number.isInteger(audience) && audience >= 4)
        ? null
        : 'Give a whole number.',
    to: form.from && form.to && form.to < form.from ? 'It ends before it starts.' : null,
  };
}

/** The plan of a form that has nothing wrong with it. */
export function draftOf(form: PlanForm): PlanDraft {
  const share = number(form.share) / 100;
  return {
    name: form.name.trim(),
    hypothesis: form.hypothesis.trim(),
    variable: form.variable as PlanDraft['variable'],
    success: form.success.trim(),
    arms: [
      { name: form.control.trim(), share: 1 - share },
      { name: form.variant.trim(), share },
    ],
    baseline: number(form.baseline) / 100,
    effect: number(form.effect) / 100,
    direction: form.direction as 'up' | 'down',
    method: form.method as NonNullable<PlanDraft['method']>,
    audience: form.audience.trim() === '' ? null : number(form.audience),
    from: form.from || null,
    to: form.to || null,
  };
}
