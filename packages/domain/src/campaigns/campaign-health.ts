import { type Issue, MopsError } from '../shared/index.ts';

export type LightId = 'goal' | 'budget' | 'tracking' | 'tasks' | 'data';
/** `grey`: nothing can be said, and why. */
export type LightColour = 'green' | 'amber' | 'red' | 'grey';

export type Light = {
  id: LightId;
  name: string;
  colour: LightColour;
  /** Why it has this colour, with the figures. */
  reason: string;
  /** The next thing to do; null where nothing has to be done. */
  action: string | null;
};

export type CampaignHealthInput = {
  /** Before its first day nothing of pace, spend or tracking can be expected. */
  started: boolean;
  ended: boolean;
  /** Attainment ÷ time elapsed: 1 is on plan. Null: no goal or target, or no numbers yet. */
  goalPace: number | null;
  /** The goal that it works for, and how that stands against what should be there by now; null: none, or no target. */
  goal?: { name: string; pace: number } | null;
  /** Spent ÷ planned by now: 1 is on plan. Null: no money planned. */
  budgetPace: number | null;
  /** Share of its spend with a campaign and a link; null: it spent nothing. */
  tracking: { coverage: number | null; links: number; needed: boolean };
  tasks: { open: number; late: number; blocked: number };
  /** Sources of its numbers, and those of them that are stale. */
  sources: { all: number; stale: readonly string[] };
};

export type CampaignHealth = {
  /** The worst of the lights that say something. */
  colour: LightColour;
  lights: Light[];
  method: 'campaign-health';
  version: 1;
  warnings: Issue[];
};

const ORDER: readonly LightColour[] = ['grey', 'green', 'amber', 'red'];
const percent = (share: number) => `${Math.round(share * 1000) / 10} %`;

/**
 * How a campaign stands, light by light, each with its reason and what to do next.
 * The goal’s light is that of its own target, and without one that of the goal it works for. Paces are amber from 10 % off the plan and red from 25 %: behind for goals, on either side for money. Coverage is
 * amber below 100 %, red below 90 %. A late task is red, a blocked one amber; one stale source is red.
 * @throws MopsError INVALID for figures that are no finite numbers
 * @example
 * campaignHealth({
 *   started: true, ended: false, goalPace: 0.7, budgetPace: 1, tracking: { coverage: 1, links: 2, needed: true },
 *   tasks: { open: 3, late: 0, blocked: 0 }, sources: { all: 1, stale: [] },
 * }).lights[0] // { id: 'goal', colour: 'red', reason: 'Results are at 70 % of what is expected by now.', … }
 */
export function campaignHealth(input: CampaignHealthInput): CampaignHealth {
  for (const value of [
    input.goalPace,
    input.goal?.pace ?? null,
    input.budgetPace,
    input.tracking.coverage,
  ])
    if (value !== null && !Number.isFinite(value))
      throw new MopsError('INVALID', `${value} is no pace.`, 'Give a finite number, or null.');
  const lights = [goal(input), budget(input), tracking(input), tasks(input), data(input)];
  const colour = lights.reduce<LightColour>(
    (worst, light) => (ORDER.indexOf(light.colour) > ORDER.indexOf(worst) ? light.colour : worst),
    'grey',
  );
  return { colour, lights, method: 'campaign-health', version: 1, warnings: [] };
}

type Said = [colour: LightColour, reason: string, action: string | null];
const light = (id: LightId, name: string, [colour, reason, action]: Said): Light => {
  return { id, name, colour, reason, action };
};

function goal({ started, goalPace, goal: aim }: CampaignHealthInput): Light {
  const say = (): Said => {
    if (!started) return ['grey', 'It has not begun.', null];
    const own = `Results are at ${percent(goalPace ?? 0)} of what is expected by now.`;
    const whole = aim ? `Its goal “${aim.name}” is at ${percent(aim.pace)}.` : '';
    // Its own target says how the campaign does; the goal is the work of others, too.
    const pace = goalPace ?? aim?.pace ?? null;
    if (pace === null)
      return [
        'grey',
        'No target says what it should bring.',
        'Give it a target in its brief, or link a goal.',
      ];
    const reason = [goalPace === null ? '' : own, whole].filter(Boolean).join(' ');
    if (pace < 0.75)
      return ['red', reason, 'Adjust message, audience or timing, and note it here.'];
    if (pace < 0.9) return ['amber', reason, 'Look at its tactics: which one lags?'];
    return ['green', reason, null];
  };
  return light('goal', 'Goal pace', say());
}

function budget({ started, ended, budgetPace }: CampaignHealthInput): Light {
  const say = (): Said => {
    if (!started) return ['grey', 'It has not begun.', null];
    if (budgetPace === null)
      return ['grey', 'No money is planned for it.', 'Allocate money of a budget line to it.'];
    const reason = `${percent(budgetPace)} of the money planned by now is spent.`;
    const off = Math.abs(budgetPace - 1);
    const action =
      budgetPace > 1
        ? 'Lower its daily budgets, or ask for more money.'
        : ended
          ? 'Give back what is left of its money.'
          : 'Raise its daily budgets, or give money back.';
    if (off > 0.25 + 1e-9) return ['red', reason, action];
    if (off > 0.1 + 1e-9) return ['amber', reason, action];
    return ['green', reason, null];
  };
  return light('budget', 'Budget pace', say());
}

function tracking({ started, tracking: { coverage, links, needed } }: CampaignHealthInput): Light {
  const say = (): Said => {
    if (coverage === null) {
      if (links === 0 && needed && started)
        return ['red', 'It runs and has no tracked link.', 'Make a tracked link for it.'];
      if (links === 0 && needed)
        return ['amber', 'It has no tracked link yet.', 'Make a tracked link for it.'];
      return links === 0
        ? ['grey', 'It needs no links.', null]
        : ['green', `It has ${links} links.`, null];
    }
    const reason = `${percent(coverage)} of its spend has a tracked link.`;
    const action = 'Make the missing links; Links lists the spend without one.';
    if (coverage < 0.9) return ['red', reason, action];
    if (coverage < 1) return ['amber', reason, action];
    return ['green', reason, null];
  };
  return light('tracking', 'Tracking', say());
}

function tasks({ tasks: { open, late, blocked } }: CampaignHealthInput): Light {
  const say = (): Said => {
    if (late > 0)
      return [
        'red',
        `${late} of ${open} open tasks ${late === 1 ? 'is' : 'are'} late.`,
        'Finish, move or drop what is late.',
      ];
    if (blocked > 0)
      return [
        'amber',
        `${blocked} of ${open} open tasks ${blocked === 1 ? 'waits' : 'wait'} for others.`,
        'Finish first what the others wait for.',
      ];
    return [
      'green',
      open === 0 ? 'No task is open.' : `${open} tasks are open, none is late.`,
      null,
    ];
  };
  return light('tasks', 'Tasks', say());
}

function data({ started, sources: { all, stale } }: CampaignHealthInput): Light {
  const say = (): Said => {
    if (stale.length > 0)
      return [
        'red',
        `No fresh numbers of ${stale.join(', ')}.`,
        'Look at the source: Sources says what is wrong.',
      ];
    if (all > 0) return ['green', 'Its numbers are fresh.', null];
    return started
      ? [
          'grey',
          'No source has numbers of it.',
          'Check that its code stands in the names at the platforms.',
        ]
      : ['grey', 'It has not begun.', null];
  };
  return light('data', 'Data', say());
}
