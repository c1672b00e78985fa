import { CAMPAIGN_STATES, type CampaignState } from '@openmops/domain/campaigns';
import * as z from 'zod';
import { verb } from '../../verb.ts';
import { campaignRows } from '../campaigns/campaign-rows.ts';
import { effectiveTaxonomy, grammarOf } from './grammar-rows.ts';
import { AnyTaxonomy } from './links.schema.ts';
import { shortBase } from './to-link.ts';

const OVER: readonly string[] = ['ended', 'reviewed'] satisfies CampaignState[];

/** What a form for links may offer: the rules that hold, and the campaigns. */
export const linkChoicesVerb = verb({
  name: 'links.choices',
  permission: 'kpis.read',
  kind: 'read',
  input: z.object({}).optional(),
  output: z.object({
    version: z.number(),
    taxonomy: AnyTaxonomy,
    onlyCampaigns: z.boolean(),
    campaigns: z.array(
      z.object({
        code: z.string(),
        name: z.string(),
        state: z.enum(CAMPAIGN_STATES),
        over: z.boolean(),
      }),
    ),
    short: z.string().nullable().describe('What stands before a code; null: no short addresses.'),
  }),
  async run({ instance, db, workspace }) {
    const [grammar, campaigns] = await Promise.all([
      grammarOf(db, workspace.id),
      campaignRows(db, workspace.id),
    ]);
    return {
      version: grammar.version,
      taxonomy: await effectiveTaxonomy(db, workspace.id, grammar),
      onlyCampaigns: grammar.only_campaigns,
      campaigns: campaigns.map(({ code, name, state }) => ({
        code,
        name,
        state: state as CampaignState,
        over: OVER.includes(state),
      })),
      short: shortBase(instance, grammar),
    };
  },
});
