import { type Day, formatDay, type Issue, MopsError } from '../shared/index.ts';

export type PlannedTask = {
  id: string;
  title: string;
  /** First day; null: it has no beginning of its own. */
  starts: Day | null;
  due: Day | null;
  status: 'open' | 'in_progress' | 'done' | 'dropped';
};

/** `task` waits until `after` is over. */
export type TaskLink = { task: string; after: string };

export type TaskFlags = {
  /** Not over, and due before today. */
  late: boolean;
  /** Ids of tasks that have to be over first and are not. */
  blockedBy: string[];
};

const isOver = ({ status }: PlannedTask) => status === 'done' || status === 'dropped';

/**
 * What holds each task up, by its id.
 * @param tasks the tasks
 * @param links which waits for which; links to tasks that are not there hold nothing up
 * @param today for lateness
 * @example
 * const tasks = [
 *   { id: 'a', title: 'Write', starts: null, due: 9, status: 'open' },
 *   { id: 'b', title: 'Send', starts: null, due: 20, status: 'open' },
 * ];
 * taskFlags(tasks, [{ task: 'b', after: 'a' }], 10).get('b') // { late: false, blockedBy: ['a'] }
 */
export function taskFlags(
  tasks: readonly PlannedTask[],
  links: readonly TaskLink[],
  today: Day,
): Map<string, TaskFlags> {
  const known = new Map(tasks.map((task) => [task.id, task]));
  const flags = new Map<string, TaskFlags>();
  for (const task of tasks) {
    const over = isOver(task);
    flags.set(task.id, { late: !over && task.due !== null && task.due < today, blockedBy: [] });
  }
  for (const { task, after } of links) {
    const [waiting, first] = [known.get(task), known.get(after)];
    if (!waiting || !first || isOver(waiting) || isOver(first)) continue;
    flags.get(task)?.blockedBy.push(after);
  }
  return flags;
}

/**
 * The tasks of a circle of waiting, in order; null where every task can begin some day.
 * @example findCycle([{ task: 'b', after: 'a' }, { task: 'a', after: 'b' }]) // ['b', 'a']
 */
export function findCycle(links: readonly TaskLink[]): string[] | null {
  const after = new Map<string, string[]>();
  for (const link of links) after.set(link.task, [...(after.get(link.task) ?? []), link.after]);
  const done = new Set<string>();
  for (const start of after.keys()) {
    // Depth first without recursion: a chain may be as long as there are tasks.
    const path: string[] = [];
    const on = new Set<string>();
    const stack: { id: string; leave: boolean }[] = [{ id: start, leave: false }];
    while (stack.length > 0) {
      const { id, leave } = stack.pop() as { id: string; leave: boolean };
      if (leave) {
        path.pop();
        on.delete(id);
        done.add(id);
        continue;
      }
      if (on.has(id)) return path.slice(path.indexOf(id));
      if (done.has(id)) continue;
      path.push(id);
      on.add(id);
      stack.push({ id, leave: true });
      for (const next of after.get(id) ?? []) stack.push({ id: next, leave: false });
    }
  }
  return null;
}

export type MovedTasks = {
  /** Every task whose days change, the asked one first. */
  moved: { id: string; starts: Day | null; due: Day | null }[];
  method: 'task-dependencies';
  version: 1;
  /** `task_after_end`: it is now due after the last day of the campaign. */
  warnings: Issue[];
};

/**
 * Moves a task to another due day, and all that wait for it by as many days as they need so that none begins
 * before what it waits for is over. A task without days of its own stays; tasks that are over stay as well.
 * Only later pushes: a task that moves to an earlier day leaves the others where they are.
 * @param plan tasks and links
 * @param move which task and its new due day
 * @param lastDay of the campaign, for the warning; null: it runs until further notice
 * @throws MopsError INVALID for a task that is not there, a day that is none, and a circle of waiting
 * @example
 * const tasks = [
 *   { id: 'a', title: 'Write', starts: 1, due: 5, status: 'open' },
 *   { id: 'b', title: 'Send', starts: 6, due: 8, status: 'open' },
 * ];
 * moveTask({ tasks, links: [{ task: 'b', after: 'a' }] }, { id: 'a', due: 7 }, null).moved
 * // [{ id: 'a', starts: 3, due: 7 }, { id: 'b', starts: 8, due: 10 }]
 */
export function moveTask(
  { tasks, links }: { tasks: readonly PlannedTask[]; links: readonly TaskLink[] },
  move: { id: string; due: Day },
  lastDay: Day | null,
): MovedTasks {
  const known = new Map(tasks.map((task) => [task.id, { ...task }]));
  const asked = known.get(move.id);
  if (!asked) throw new MopsError('INVALID', 'There is no such task.', 'Choose one of the tasks.');
  if (!Number.isSafeInteger(move.due))
    throw new MopsError('INVALID', `${move.due} is no day.`, 'Give a whole day number.');
  refuseCycle(links, tasks);
  const waiting = new Map<string, string[]>();
  for (const link of links)
    waiting.set(link.after, [...(waiting.get(link.after) ?? []), link.task]);
  shift(asked, move.due);
  const moved = new Set([asked.id]);
  // Each task is taken when it was pushed; a longer chain pushes again, and without circles that ends.
  const queue = [asked.id];
  for (let at = 0; at < queue.length; at++) {
    const first = known.get(queue[at] as string) as PlannedTask;
    if (first.due === null || isOver(first)) continue;
    for (const id of waiting.get(first.id) ?? []) {
      const next = known.get(id);
      if (!next || isOver(next) || next.due === null) continue;
      const begins = next.starts ?? next.due;
      if (begins > first.due) continue;
      shift(next, next.due + (first.due + 1 - begins));
      moved.add(id);
      queue.push(id);
    }
  }
  const rows = [...moved].map((id) => known.get(id) as PlannedTask);
  const warnings = rows
    .filter(({ due }) => lastDay !== null && due !== null && due > lastDay)
    .map(({ id, title, due }): Issue => {
      const message = `“${title}” is now due on ${formatDay(due as Day)}, after the campaign ends on ${formatDay(lastDay as Day)}.`;
      const hint = 'Move the end of the campaign, or make the way to it shorter.';
      return { code: 'task_after_end', severity: 'warning', message, hint, line: null, field: id };
    });
  const shown = rows.map(({ id, starts, due }) => ({ id, starts, due }));
  return { moved: shown, method: 'task-dependencies', version: 1, warnings };
}

function shift(task: PlannedTask, due: Day): void {
  if (task.starts !== null) task.starts += due - (task.due ?? task.starts);
  task.due = due;
}

/**
 * Refuses tasks that wait for each other in a circle.
 * @throws MopsError INVALID naming them
 * @example refuseCycle([{ task: "a", after: "a" }], []) // throws "a → a"
 */
export function refuseCycle(
  links: readonly TaskLink[],
  tasks: readonly Pick<PlannedTask, 'id' | 'title'>[],
): void {
  const circle = findCycle(links);
  if (!circle) return;
  const titles = new Map(tasks.map(({ id, title }) => [id, title]));
  const names = circle.map((id) => titles.get(id) ?? id);
  throw new MopsError(
    'INVALID',
    `These tasks wait for each other: ${[...names, names[0]].join(' → ')}.`,
    'Take one of these dependencies away.',
    { circle },
  );
}
