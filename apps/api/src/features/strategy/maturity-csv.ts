import { MATURITY_LEVELS, questionnaire } from '@openmops/domain/strategy';
import { numberCell, textCell } from '../kpi/kpi-csv.ts';
import type { MaturityCheck } from './strategy.schema.ts';

const BOM = '\uFEFF';
const HEADER = [
  ...['check', 'at', 'by', 'questionnaire', 'area', 'question', 'asked', 'level', 'level_name'],
  ...['says', 'note', 'area_score', 'score'],
];

/** Checks as a table (RFC 4180): one line for each question of a check, also those without an answer. */
export function maturityCsv(checks: readonly MaturityCheck[]): string {
  const lines = checks.flatMap((check) => {
    const given = new Map(check.answers.map((one) => [one.question, one]));
    const areas = new Map(check.score.areas.map((one) => [one.area, one.score]));
    return questionnaire(check.questionnaire).questions.map(({ id, area, question, levels }) => {
      const answer = given.get(id);
      const level = answer?.level ?? null;
      return [
        ...[check.id, check.at, check.by].map(textCell),
        numberCell(check.questionnaire),
        ...[area, id, question].map(textCell),
        numberCell(level),
        textCell(level === null ? '' : (MATURITY_LEVELS[level - 1] ?? '')),
        textCell(level === null ? '' : (levels[level - 1] ?? '')),
        textCell(answer?.note ?? ''),
        numberCell(areas.get(area) ?? null),
        numberCell(check.score.score),
      ].join(',');
    });
  });
  return `${BOM}${[HEADER.join(','), ...lines].join('\r\n')}\r\n`;
}
