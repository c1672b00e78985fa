import * as z from 'zod';
import { verb } from '../../verb.ts';
import { personBehind } from '../budgets/person-behind.ts';
import { namesOfPeople } from '../tasks/people-names.ts';
import { toApprovalInfo } from './approval-info.ts';
import { ApprovalInfo } from './content.schema.ts';
import { openRounds } from './open-rounds.ts';

/** What waits for a yes or a no, what is due first before the others. `mine`: of the person who asks. */
export const reviewQueue = verb({
  name: 'approvals.queue',
  permission: 'plans.read',
  kind: 'read',
  input: z.strictObject({ mine: z.boolean().default(false) }).prefault({}),
  output: z.array(ApprovalInfo),
  async run(ctx, { mine }) {
    const { db, workspace, now } = ctx;
    const open = await openRounds(db, workspace.id, now);
    const names = await namesOfPeople(ctx.instance, workspace.id);
    const person = await personBehind(ctx);
    const waiting = open
      .map(({ round, ...place }) => toApprovalInfo(round, { ...place, now, names, person }))
      .sort((a, b) => (dueOf(a) < dueOf(b) ? -1 : dueOf(a) > dueOf(b) ? 1 : 0));
    return mine ? waiting.filter(({ next }) => next.some((seat) => seat.mine)) : waiting;
  },
});

const dueOf = ({ next, submittedAt }: ApprovalInfo): string =>
  next.flatMap(({ due }) => due ?? []).sort()[0] ?? `9999${submittedAt}`;
