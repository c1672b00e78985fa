import { defineMeasure, type Measure } from '../../kpi/index.ts';
import type { Issue } from '../../shared/issue.ts';
import { MeasureDefinition } from '../definitions/schema.ts';
import { unsaidIssue } from './issues.ts';

/** What was kept in another format for reading it again; damaged parts are left out, with the reason. */
export function readKept<T>(
  list: readonly unknown[],
  of: { id: string; issues: Issue[] },
  read: (one: unknown) => T,
): T[] {
  return list.flatMap((one) => {
    try {
      return [read(one)];
    } catch (error) {
      const message = `what was kept for OpenMOps is damaged. ${error instanceof Error ? error.message : error}`;
      of.issues.push(unsaidIssue(of.id, { message, hint: 'What else it says is read instead.' }));
      return [];
    }
  });
}

/** A measure as a team wrote it down; throws where it is none. */
export function toMeasure(given: unknown): Measure {
  const fields = Object.entries(MeasureDefinition.parse(given));
  const known = fields.filter(([, value]) => value !== undefined);
  return defineMeasure(Object.fromEntries(known) as Parameters<typeof defineMeasure>[0]);
}
