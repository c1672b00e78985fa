import type { Issue } from '../shared/issue.ts';

const KEPT = 100;
const KEPT_PER_CODE = 20;

/** Issues of a run: the first hundred (twenty of a kind), and how many there were of each kind. */
export class IssueLog {
  readonly kept: Issue[];
  readonly counts: Record<string, number> = {};

  constructor(first: readonly Issue[]) {
    this.kept = [...first];
    for (const one of first) this.counts[one.code] = (this.counts[one.code] ?? 0) + 1;
  }

  add(issue: Issue): void {
    const count = (this.counts[issue.code] ?? 0) + 1;
    this.counts[issue.code] = count;
    if (count <= KEPT_PER_CODE && this.kept.length < KEPT) this.kept.push(issue);
  }
}
