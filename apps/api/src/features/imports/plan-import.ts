import { createHash } from 'node:crypto';
import { dayInZone } from '@openmops/domain/calendar';
import type { Day } from '@openmops/domain/shared';
import { type Detection, detectSource, type MappingInput } from '@openmops/domain/sources';
import type { Workspace } from '@openmops/domain/workspace';
import type { LandedBatch } from '../../stores/facts/port.ts';
import type { Db } from '../../stores/records/records.ts';
import { canonicalJson } from '../audit/append-audit.ts';
import { findMapping } from './imports.queries.ts';
import type { ImportOptions } from './imports.schema.ts';
import { nameAccount } from './name-account.ts';
import type { TableFile } from './read/read-table.ts';

export type Recognised = { detection: Detection; options: ImportOptions; now: Day };

/** What a file is and how it will be read: what was said, what is remembered, what it shows. */
export async function recognise(given: {
  file: TableFile;
  options: ImportOptions;
  workspace: Workspace;
  db: Db;
  nowMs: number;
  sha256: string;
}): Promise<Recognised> {
  const known = await recogniseFile(given);
  const { db, workspace, sha256 } = given;
  const { detection } = known;
  return {
    ...known,
    detection: await nameAccount(db, { workspaceId: workspace.id, detection, sha256 }),
  };
}

async function recogniseFile(given: {
  file: TableFile;
  options: ImportOptions;
  workspace: Workspace;
  db: Db;
  nowMs: number;
}): Promise<Recognised> {
  const { file, options, workspace, db } = given;
  const now = dayInZone(given.nowMs, workspace.timeZone);
  const input = {
    head:
      file.kind === 'text'
        ? { text: file.head, rows: null, complete: file.complete }
        : { text: null, rows: file.head, complete: file.complete },
    encoding: file.encoding,
    bom: file.bom,
    workspace: { currency: workspace.currency, timeZone: workspace.timeZone },
    now,
  };
  const detection = detectSource({ ...input, options });
  if (options.map) return { detection, options, now };
  const saved = await findMapping<MappingInput>(db, workspace.id, detection.fingerprint);
  if (!saved) return { detection, options, now };
  const known = { ...options, source: options.source ?? saved.source };
  return {
    detection: detectSource({ ...input, options: known, remembered: saved.mapping }),
    options: { ...known, map: saved.mapping as ImportOptions['map'] },
    now,
  };
}

/** The same file with the same hash gives the same facts. */
export function planHash(detection: Detection, batch: Pick<LandedBatch, 'source' | 'account'>) {
  const { dataset, headerLine, lastLine, delimiter, columns, currency } = detection;
  const { wholePeriod, countFrom } = detection;
  const decisive = { dataset, headerLine, lastLine, delimiter, columns, currency };
  const text = canonicalJson({ ...decisive, wholePeriod, countFrom, ...batch });
  return createHash('sha256').update(text).digest('hex');
}
