import { buyingRole } from '../parts/buying-role.ts';
import { instantReader, type Json, textReader, withDerived } from '../parts/readers.ts';
import { transitionOf } from '../parts/transitions.ts';
import { linked, z } from './paths.ts';

const stage = textReader(z('Stage'));
const WON = /^closed[\s-]*won\b/i;
const LOST = /^closed[\s-]*lost\b/i;

/** Won, lost or open (null) by the stages that every account begins with, “Closed-Lost to Competition” too. */
export const prepareDeal = (record: Json): Json[] => {
  const name = stage(record) ?? '';
  const outcome = WON.test(name) ? 'won' : LOST.test(name) ? 'lost' : null;
  return [withDerived(record, { outcome })];
};

const deal = textReader(
  ['Deal', 'Parent_Id', 'Potential_Name', 'Deal_Name'].map((name) => linked(name, 'id')).join('|') +
    '|parent_id',
);
const at = instantReader(z('Modified_Time', 'Last_Modified_Time', 'Created_Time'));

/** A stage that a deal entered. */
export const prepareStage = (record: Json): Json[] => {
  const change = transitionOf(record, {
    entity: 'deal',
    id: deal(record),
    from: null,
    to: stage(record),
    at: at(record),
  });
  return change === null ? [] : [change];
};

const role = textReader(linked('Contact_Role', 'name'));

export const prepareRole = (record: Json): Json[] => [
  withDerived(record, { role: buyingRole(role(record)) }),
];
