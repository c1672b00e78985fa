import { CampaignCode, CampaignDay } from '@openmops/domain/campaigns';
import { parseDay } from '@openmops/domain/shared';
import * as z from 'zod';
import { verb } from '../../verb.ts';
import { byOf } from '../links/create-link.ts';
import { namesOfPeople } from '../tasks/people-names.ts';
import { BriefInput } from './campaigns.schema.ts';
import { checkGoal, checkOwner, namingOf } from './check-campaign.ts';
import { findTemplate, makeOfTemplate } from './make-of-template.ts';

const Order = z.strictObject({
  name: z.string().trim().min(1).max(200),
  code: CampaignCode.optional(),
  /** Fields of the naming of links: region, product, … */
  values: z.record(z.string().max(60), z.string().max(200)).optional(),
  from: CampaignDay.nullable().default(null),
  to: CampaignDay.nullable().optional(),
  region: z.string().trim().max(80).nullable().default(null),
  owner: z.string().max(80).nullable().default(null),
  /** Of this one alone, as a region has its own: a goal, and what is put over the brief of all. */
  goal: z.string().max(40).nullable().optional(),
  brief: BriefInput.optional(),
});

const Input = z.strictObject({
  /** Id of a template, or of a campaign that is copied. */
  of: z.string().max(60),
  campaigns: z.array(Order).min(1).max(500),
  program: z.string().trim().max(200).nullable().optional(),
  goal: z.string().max(40).nullable().default(null),
  /** What is put over the brief of the template. */
  brief: BriefInput.prefault({}),
});

/**
 * Makes campaigns of a template or of another campaign, with their tasks: one or hundreds, all of them or none. Codes are
 * built by the naming of the workspace, and are their own.
 */
export const cloneCampaign = verb({
  name: 'campaigns.clone',
  permission: 'campaigns.write',
  kind: 'long',
  input: Input,
  output: z.object({
    campaigns: z.array(
      z.object({ id: z.string(), name: z.string(), code: z.string(), tasks: z.number() }),
    ),
  }),
  async run(ctx, input) {
    const workspaceId = ctx.workspace.id;
    const names = await namesOfPeople(ctx.instance, workspaceId);
    for (const { owner } of input.campaigns) checkOwner(owner, names);
    const naming = await namingOf(ctx);
    const stamp = { by: byOf(ctx.actor), at: new Date(ctx.now) };
    return ctx.transact(async (trx) => {
      const template = await findTemplate(trx, workspaceId, input.of);
      const goals = input.campaigns.flatMap(({ goal }) => goal ?? []);
      for (const goal of new Set([input.goal, ...goals])) await checkGoal(trx, workspaceId, goal);
      const made = await makeOfTemplate(trx, {
        ...{ workspaceId, template, naming, names, ...stamp },
        orders: input.campaigns.map(({ from, to, code, values, goal, brief, ...order }) => ({
          ...order,
          ...(code === undefined ? {} : { code }),
          ...(values === undefined ? {} : { values }),
          ...(goal === undefined ? {} : { goal }),
          ...(brief === undefined ? {} : { brief }),
          dayFrom: dayOf(from),
          ...(to === undefined ? {} : { dayTo: dayOf(to) }),
        })),
        program: input.program === undefined ? template.program : input.program || null,
        goal: input.goal,
        brief: input.brief,
      });
      ctx.audit({ template: template.name, campaigns: made.map(({ code }) => code) });
      return {
        campaigns: made.map(({ id, name, code, tasks }) => ({
          id,
          name,
          code,
          tasks: tasks.length,
        })),
      };
    });
  },
});

const dayOf = (text: string | null) => (text === null ? null : parseDay(text));
