import type { Workspace } from '@openmops/domain/workspace';

/** A fiscal year as the workspace writes it: `2027`, or `FY2027` where it does not begin in January. */
export const yearLabel = (year: number, { fiscalStart }: Pick<Workspace, 'fiscalStart'>): string =>
  fiscalStart === 1 ? String(year) : `FY${year}`;

/** `strategy FY2027, Brand, DACH` */
export function nameOfStrategy(
  of: { fiscal_year: number; team: string; region: string },
  workspace: Pick<Workspace, 'fiscalStart'>,
): string {
  const parts = [of.team, of.region].filter((part) => part !== '');
  return `strategy ${[yearLabel(of.fiscal_year, workspace), ...parts].join(', ')}`;
}
