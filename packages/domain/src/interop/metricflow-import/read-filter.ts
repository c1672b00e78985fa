import type { Filter } from '../../kpi/index.ts';
import { parseSql } from '../sql/parse-sql.ts';
import { readCondition } from '../sql/read-condition.ts';
import { cannotRead } from '../sql/tokens.ts';

const JINJA = /\{\{\s*(\w+)\s*\(([^)]*)\)\s*\}\}/g;

/**
 * Filters of dbt (`{{ Dimension('order__country') }} = 'MX'`) → filters over dimensions. Throws
 * INVALID for conditions on time, entities and metrics, and for what filters cannot say.
 */
export function readFilter(texts: readonly string[]): Filter[] {
  return texts.flatMap((text) => {
    const sql = text.replace(JINJA, (_, kind: string, args: string) => {
      const name = /^\s*['"]([\w.]+)['"]\s*$/.exec(args)?.[1];
      if (kind !== 'Dimension' || name === undefined) {
        throw cannotRead(`a condition on ${kind}(${args.trim()})`, 'Filters look at dimensions.');
      }
      return `"${name.split('__').at(-1)}"`;
    });
    if (/\{[{%]/.test(sql)) throw cannotRead('a template other than Dimension(…)');
    return readCondition(parseSql(sql), (part) =>
      part.kind === 'name' ? part.path.join('.') : null,
    );
  });
}
