import { compileNaming, type NamingDefinition } from '../links/naming/compile-naming.ts';
import { type Day, type Issue, MopsError } from '../shared/index.ts';
import type { TemplateTask } from './schema.ts';

/** One campaign to be made of a template. */
export type CloneOrder = {
  name: string;
  /** Left out: built by the naming of the workspace from `values`, or from the name. */
  code?: string;
  /** Fields of the naming: region, product, … */
  values?: Readonly<Record<string, string>>;
  dayFrom: Day | null;
  dayTo?: Day | null;
};

export type Clone = {
  name: string;
  code: string;
  dayFrom: Day | null;
  dayTo: Day | null;
  tasks: {
    key: string;
    title: string;
    starts: Day | null;
    due: Day | null;
    after: string[];
    owner: string | null;
  }[];
};

export type Clones = {
  clones: Clone[];
  method: 'clone-campaigns';
  version: 1;
  warnings: Issue[];
};

const MOST = 500;

/**
 * Makes many campaigns of one template: names, codes by the naming of the workspace, days and tasks of each.
 * All or nothing: one order that cannot be met refuses all, and every fault is told.
 * @param template length in days and tasks by days from the first
 * @param orders one per campaign
 * @param by the naming of the workspace (null: any code goes), and the codes and names that are taken
 * @throws MopsError INVALID; `detail.issues` has one per fault, `line` is the place of the order from 1
 * @example
 * const template = { durationDays: 10, tasks: [{ key: 'a', title: 'Write', startDay: null, dueDay: -3, after: [], owner: null }] };
 * cloneCampaigns(template, [{ name: 'Spring Nordics', dayFrom: 100 }], { naming: null, taken: [] }).clones[0]
 * // { name: 'Spring Nordics', code: 'spring-nordics', dayFrom: 100, dayTo: 109, tasks: [{ key: 'a', due: 97, … }] }
 */
export function cloneCampaigns(
  template: { durationDays: number | null; tasks: readonly TemplateTask[] },
  orders: readonly CloneOrder[],
  by: { naming: NamingDefinition | null; taken: readonly string[] },
): Clones {
  if (orders.length === 0 || orders.length > MOST)
    throw new MopsError(
      'INVALID',
      `${orders.length} campaigns cannot be made at once.`,
      `Give 1 to ${MOST}.`,
    );
  const naming = by.naming === null ? null : compileNaming(by.naming);
  const taken = new Set(by.taken);
  const issues: Issue[] = [];
  const clones = orders.map((order, index): Clone => {
    const fault = (message: string, hint: string | null, field: string) =>
      issues.push({
        code: 'wrong_clone',
        severity: 'error',
        message,
        hint,
        line: index + 1,
        field,
      });
    const name = order.name.trim();
    if (name === '') fault(`Campaign ${index + 1} has no name.`, 'Give each a name.', 'name');
    const code = codeOf(order, naming, fault);
    if (code !== '' && taken.has(code))
      fault(`The code “${code}” is taken.`, 'Each campaign has a code of its own.', 'code');
    taken.add(code);
    const dayTo =
      order.dayTo === undefined && order.dayFrom !== null && template.durationDays !== null
        ? order.dayFrom + template.durationDays - 1
        : (order.dayTo ?? null);
    if (dayTo !== null && (order.dayFrom === null || dayTo < order.dayFrom))
      fault(`“${name}” ends before it begins.`, 'Give its days in order.', 'dayTo');
    return {
      name,
      code,
      dayFrom: order.dayFrom,
      dayTo,
      tasks: tasksOf(template.tasks, order.dayFrom),
    };
  });
  if (issues.length > 0) {
    const [first] = issues;
    const more = issues.length > 1 ? ` And ${issues.length - 1} more.` : '';
    throw new MopsError('INVALID', `${first?.message}${more}`, first?.hint ?? null, { issues });
  }
  return { clones, method: 'clone-campaigns', version: 1, warnings: [] };
}

type Fault = (message: string, hint: string | null, field: string) => void;

function codeOf(
  order: CloneOrder,
  naming: ReturnType<typeof compileNaming> | null,
  fault: Fault,
): string {
  if (naming === null) return order.code?.trim() || codeFrom(order.name);
  try {
    if (order.code === undefined && order.values) return naming.build(order.values);
  } catch (error) {
    fault((error as Error).message, (error as MopsError).hint ?? null, 'code');
    return '';
  }
  const code = order.code?.trim() || codeFrom(order.name);
  const { values, issues, suggestion } = naming.parse(code);
  if (values === null)
    fault(
      issues[0]?.message ?? `“${code}” does not fit.`,
      suggestion ? `Did you mean ${suggestion}?` : `Names look like ${naming.template}.`,
      'code',
    );
  return code;
}

/**
 * A name as a code: small letters, digits and dashes.
 * @example codeFrom('Frühling 2026: Nordics!') // 'fruhling-2026-nordics'
 */
export function codeFrom(name: string): string {
  return name
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, 120);
}

function tasksOf(tasks: readonly TemplateTask[], first: Day | null): Clone['tasks'] {
  return tasks.map(({ key, title, startDay, dueDay, after, owner }) => ({
    key,
    title,
    starts: first === null || startDay === null ? null : first + startDay,
    due: first === null ? null : first + dueDay,
    after: [...after],
    owner,
  }));
}
