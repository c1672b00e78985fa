import { setImmediate as nextTurn } from 'node:timers/promises';
import type { ModelValue } from '@openmops/domain/model';
import { type MappedRecord, parseRecord } from '@openmops/domain/packs';
import { type Issue, MopsError } from '@openmops/domain/shared';
import * as z from 'zod';
import type { StoredRawRow } from '../../stores/facts/raw-port.ts';
import { verb } from '../../verb.ts';
import type { ChosenMapping } from './choose-mapping.ts';
import { findRepeats, NO_REPEATS, type Repeats } from './find-repeats.ts';
import { WishInput } from './mappings.schema.ts';
import { openMapping } from './open-mapping.ts';

/** More records would keep the person waiting. */
const LOOKED_AT = 50_000;

export type MappingSample = {
  key: string;
  /** The record as it was sent. */
  text: string;
  rows: { table: string; values: Readonly<Record<string, ModelValue>> }[];
  problems: Issue[];
  skipped: string | null;
};

export type MappingPreview = {
  /** Records that were tried, and whether these are all. */
  checked: number;
  all: boolean;
  /** Records that stand aside now and would not any more, would still, or would from then on. */
  released: number;
  stillAside: number;
  newlyAside: number;
  samples: MappingSample[];
};

/** What real records become by a mapping, before it is saved; those that stand aside first. */
export const previewMapping = verb({
  name: 'streams.mapping.preview',
  permission: 'records.read',
  kind: 'read',
  input: WishInput.extend({
    stream: z.string(),
    limit: z.number().int().min(1).max(100).default(20),
  }),
  async run(ctx, { stream: id, limit, ...wish }): Promise<MappingPreview> {
    const { state, question, choose } = await openMapping(ctx, id);
    const { raw } = ctx.facts;
    const [saved, wished] = [choose(state), choose(wish as never)];
    const now = saved && triedOn(saved, await findRepeats(raw, question, saved).catch(tooMany));
    const then = wished && triedOn(wished, await findRepeats(raw, question, wished));
    const found: MappingPreview = {
      checked: 0,
      all: true,
      released: 0,
      stillAside: 0,
      newlyAside: 0,
      samples: [],
    };
    const others: MappingSample[] = [];
    for await (const page of ctx.facts.raw.read({ ...question, limit: LOOKED_AT + 1 })) {
      for (const row of page) {
        const { key, text } = row;
        if (found.checked === LOOKED_AT) {
          found.all = false;
          break;
        }
        found.checked++;
        const was = (now?.(row).problems.length ?? 0) > 0;
        const mapped = then?.(row) ?? UNMAPPED;
        const is = mapped.problems.length > 0;
        if (was) found[is ? 'stillAside' : 'released']++;
        else if (is) found.newlyAside++;
        const list = was || is ? found.samples : others;
        if (list.length < limit) list.push(sampleOf(key || mapped.key, text, mapped));
      }
      await nextTurn();
    }
    found.samples = [...found.samples, ...others].slice(0, limit);
    return found;
  },
});

const UNMAPPED: Pick<MappedRecord, 'key' | 'rows' | 'problems' | 'skipped'> = {
  key: '',
  rows: [],
  problems: [],
  skipped: null,
};

/** A saved contract that cannot be kept does not keep anybody from mending it. */
function tooMany(error: unknown): Repeats {
  if (error instanceof MopsError && error.code === 'LIMIT') return NO_REPEATS;
  throw error;
}

/** What a row becomes by a mapping, with what other rows have to say to it. */
function triedOn(chosen: ChosenMapping, repeats: Repeats) {
  return (row: StoredRawRow): MappedRecord => {
    const mapped = chosen.mapper.map(parseRecord(row.text), row.receivedAt);
    return mapped.problems.length > 0 || mapped.skipped !== null
      ? mapped
      : { ...mapped, problems: [...repeats.of(row)] };
  };
}

function sampleOf(key: string, text: string, mapped: typeof UNMAPPED): MappingSample {
  const rows = mapped.rows.map(({ table, values }) => ({ table, values }));
  return { key, text, rows, problems: mapped.problems, skipped: mapped.skipped };
}
