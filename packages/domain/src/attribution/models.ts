import { MopsError, nearestName } from '../shared/index.ts';

/** A place of a journey that a model may single out. */
export type Anchor = 'first' | 'last' | 'lastNonDirect' | Milestone;

/** A step of a deal; the touch that stood right before it holds its anchor. */
export type Milestone = 'lead' | 'opportunity' | 'won';

/**
 * How credit is shared. A label such as “U-shaped” means different weights in different tools, so a
 * model is its anchors and weights, and the id only names it.
 * - `anchors`: each anchor takes its share, all other touches have `rest` among them.
 * - `decay`: a touch weighs half as much for every half-life before the conversion.
 * - `markov`: removal effects in a chain whose states are the last `order` channels.
 * - `shapley`: average marginal contribution, of the game `set`, `rate` or `ordered`.
 */
export type Model =
  | AnchorModel
  | DecayModel
  | { kind: 'markov'; id: string; order: 1 | 2 | 3 }
  | ShapleyModel;

export type AnchorModel = {
  kind: 'anchors';
  id: string;
  /** Shares of the anchors; with `rest` they need not sum to 1, they are normalised. */
  anchors: Partial<Record<Anchor, number>>;
  rest: number;
  /** What counts as direct traffic for `lastNonDirect`, compared in lower case. */
  directChannels?: readonly string[];
};

export type DecayModel = { kind: 'decay'; id: string; halfLifeDays: number };

export type ShapleyModel = {
  kind: 'shapley';
  id: string;
  game: 'set' | 'rate' | 'ordered';
};

/** What counts as direct traffic unless the model says otherwise. */
export const DIRECT: readonly string[] = ['direct', '(direct)'];

const anchors = (
  id: string,
  shares: Partial<Record<Anchor, number>>,
  rest: number,
): AnchorModel => ({ kind: 'anchors', id, anchors: shares, rest });

/** Every named model with its usual weights. */
export const MODELS = {
  first: anchors('first', { first: 1 }, 0),
  last: anchors('last', { last: 1 }, 0),
  'last-non-direct': {
    ...anchors('last-non-direct', { lastNonDirect: 1 }, 0),
    directChannels: DIRECT,
  },
  linear: anchors('linear', {}, 1),
  position: anchors('position', { first: 0.4, last: 0.4 }, 0.2),
  'u-shaped': anchors('u-shaped', { first: 0.4, lead: 0.4 }, 0.2),
  'j-shaped': anchors('j-shaped', { first: 0.2, last: 0.6 }, 0.2),
  'inverse-j': anchors('inverse-j', { first: 0.6, last: 0.2 }, 0.2),
  'w-shaped': anchors('w-shaped', { first: 0.3, lead: 0.3, opportunity: 0.3 }, 0.1),
  'full-path': anchors(
    'full-path',
    { first: 0.225, lead: 0.225, opportunity: 0.225, won: 0.225 },
    0.1,
  ),
  'time-decay': { kind: 'decay', id: 'time-decay', halfLifeDays: 7 },
  markov: { kind: 'markov', id: 'markov', order: 1 },
  shapley: { kind: 'shapley', id: 'shapley', game: 'set' },
  'shapley-rate': { kind: 'shapley', id: 'shapley-rate', game: 'rate' },
  'shapley-ordered': { kind: 'shapley', id: 'shapley-ordered', game: 'ordered' },
} as const satisfies Record<string, Model>;

export type ModelName = keyof typeof MODELS;

/**
 * A model by its name. Throws INVALID with the nearest name when there is none.
 * @example namedModel('position').kind // 'anchors'
 */
export function namedModel(name: string): Model {
  if (Object.hasOwn(MODELS, name)) return MODELS[name as ModelName];
  const names = Object.keys(MODELS);
  const near = nearestName(name, names);
  throw new MopsError(
    'INVALID',
    `There is no attribution model “${name}”.`,
    near ? `Did you mean ${near}?` : `Known are ${names.join(', ')}.`,
  );
}

/**
 * A model of your own: shares of the anchors and of all other touches together. Throws INVALID when
 * a share is negative or nothing has a share.
 * @example anchorModel('ours', { first: 0.5, last: 0.3 }, 0.2).anchors.first // 0.5
 */
export function anchorModel(
  id: string,
  shares: Partial<Record<Anchor, number>>,
  rest: number,
): AnchorModel {
  const all = [...Object.values(shares), rest];
  const sum = all.reduce((a, b) => a + b, 0);
  if (all.some((share) => !(share >= 0)) || !(sum > 0) || !Number.isFinite(sum)) {
    throw new MopsError(
      'INVALID',
      `The shares of the model “${id}” are ${all.join(', ')}.`,
      'Give each anchor a share of 0 or more, and at least one above 0.',
    );
  }
  return anchors(id, shares, rest);
}
