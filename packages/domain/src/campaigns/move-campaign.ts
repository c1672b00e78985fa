import { type Issue, MopsError } from '../shared/index.ts';
import { type Gate, type GateFacts, gatesOf } from './gates.ts';
import type { CampaignRules } from './schema.ts';
import { type CampaignState, movesFrom, STATE_NAMES } from './states.ts';
import type { CampaignType } from './types.ts';

export type CampaignStep = { type: CampaignType; from: CampaignState; to: CampaignState };

export type CampaignMove = {
  state: CampaignState;
  gates: Gate[];
  method: 'campaign-states';
  version: 1;
  /** Gates that are not met and only warn. */
  warnings: Issue[];
};

/**
 * Moves a campaign to another state, if the state is next to its own and no gate blocks.
 * @param step kind of campaign, where it is and where it wants to go
 * @param facts what is known of it
 * @param rules of the workspace: which gates warn, block or rest
 * @throws MopsError INVALID for a step that does not exist (`detail.moves` are those that do), and for gates that
 * block (`detail.gates`, the first of them in the message)
 * @example moveCampaign({ type: 'other', from: 'live', to: 'paused' }, {}, {}).state // 'paused'
 * @example moveCampaign({ type: 'other', from: 'live', to: 'idea' }, {}, {}) // throws 'It is Live; from there it cannot become Idea.'
 */
export function moveCampaign(
  step: CampaignStep,
  facts: GateFacts,
  rules: CampaignRules,
): CampaignMove {
  const { from, to } = step;
  if (!movesFrom(from).includes(to)) {
    const moves = movesFrom(from);
    const next = moves.map((state) => STATE_NAMES[state]).join(' or ');
    throw new MopsError(
      'INVALID',
      `It is ${STATE_NAMES[from]}; from there it cannot become ${STATE_NAMES[to]}.`,
      `It can become ${next}.`,
      { moves },
    );
  }
  const gates = gatesOf(step, facts, rules);
  const blocking = gates.filter(({ state, rule }) => state === 'open' && rule === 'block');
  if (blocking.length > 0) {
    const [first] = blocking;
    throw new MopsError(
      'INVALID',
      `It cannot become ${STATE_NAMES[to]}: ${blocking.map(({ name, words }) => `${name}: ${words}`).join(' ')}`,
      first?.action ?? null,
      { gates: blocking },
    );
  }
  const warnings = gates
    .filter(({ state }) => state !== 'met')
    .map(({ id, words, action }): Issue => {
      return {
        code: `gate_${id}`,
        severity: 'warning',
        message: words,
        hint: action,
        line: null,
        field: id,
      };
    });
  return { state: to, gates, method: 'campaign-states', version: 1, warnings };
}
