import { Filter } from '@openmops/domain/kpi';
import * as z from 'zod';

/** An origin as a browser sends it: scheme, host, port; nothing after it. */
const origin = z
  .string()
  .max(255)
  .refine((text) => {
    try {
      const url = new URL(text);
      return url.origin === text && ['http:', 'https:'].includes(url.protocol);
    } catch {
      return false;
    }
  }, 'An origin looks like https://intranet.example.com, without a path.');

export const CreateEmbedInput = z.strictObject({
  name: z.string().trim().min(1).max(80),
  kpis: z.array(z.string().max(120)).min(1).max(40),
  filters: z.array(Filter).max(30).default([]),
  origins: z.array(origin).min(1).max(50),
  expiresDays: z.number().int().min(1).max(365).default(90),
});
