import { lintContent } from '@openmops/domain/content';
import * as z from 'zod';
import { verb } from '../../verb.ts';
import { Finding, Remark } from './content.schema.ts';
import { houseOf } from './standing.ts';

/** A text against the rules and the claims of the workspace, before it is anywhere. */
export const lintText = verb({
  name: 'content.lint',
  permission: 'plans.read',
  kind: 'read',
  input: z.strictObject({
    title: z.string().max(300).default(''),
    text: z.string().max(200_000).default(''),
    topics: z.array(z.string().max(80)).max(40).default([]),
  }),
  output: z.object({ ok: z.boolean(), findings: z.array(Finding), warnings: z.array(Remark) }),
  async run({ db, workspace, now }, given) {
    const { settings, claims, day } = await houseOf(db, workspace, now);
    return lintContent({ ...given, rules: settings.rules, claims, day });
  },
});
