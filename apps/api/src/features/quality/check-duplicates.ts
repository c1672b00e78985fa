import { type Candidate, proposeDuplicates } from '@openmops/domain/identity';
import type { CheckedRow } from './check.ts';
import { type Checker, type Failed, nothing, once } from './checker.ts';
import { Findings } from './findings.ts';

/** The most people or companies that are compared with each other. */
const MOST_COMPARED = 200_000;

const FIELDS = {
  contact: ['contact_id', 'email', 'first_name', 'last_name', 'company', 'created_at'],
  account: ['account_id', 'name', 'domain', 'created_at'],
} as const;

/** By which rule two records are likely one, without saying who they are. */
const WORDS: Readonly<Record<string, string>> = {
  email: 'They have the same mailbox.',
  domain: 'They have the same web domain.',
  domain_name: 'Their names are alike, at the same mail domain.',
  company_name: 'Their names are alike, at the same company.',
  name: 'Their names are alike, and no domain tells them apart.',
};

/** People or companies that are likely there twice, by the same rules as the proposals to merge them. */
export function duplicatesChecker(of: 'contact' | 'account', failed: Failed): Checker {
  const rows = new Map<string, CheckedRow>();
  let tooMany = false;
  return {
    ...once([...FIELDS[of]]),
    look(page) {
      for (const row of page) {
        if (rows.size < MOST_COMPARED) rows.set(row.key, row);
        else tooMany = true;
      }
    },
    end() {
      if (tooMany) {
        const most = MOST_COMPARED.toLocaleString('en');
        return nothing([`More than ${most} records are not compared with each other.`]);
      }
      const candidates = [...rows.values()].map((row) => candidateOf(row, of));
      if (candidates.length === 0) return nothing([]);
      const { proposals, warnings } = proposeDuplicates(candidates, { of });
      const findings = new Findings();
      let bad = 0;
      for (const { records, pairs } of proposals) {
        bad += records.length - 1;
        // What hangs on any of them is in doubt, also on the one to keep.
        for (const key of records) failed(rows.get(key) as CheckedRow);
        const said = [...new Set(pairs.map(({ rule }) => WORDS[rule] ?? rule))].join(' ');
        const ids = records.map(idOf);
        const shown = ids.length > 4 ? `${ids.slice(0, 4).join(', ')} …` : ids.join(', ');
        findings.add(`${shown}: ${said}`, records);
      }
      return {
        checked: candidates.length,
        failed: bad,
        findings: findings.list(),
        said: [...warnings.map(({ message }) => message), ...findings.said()],
        error: null,
      };
    },
  };
}

/** The key as a person reads it. */
const idOf = (key: string) => (JSON.parse(key) as string[]).join(' ');

function candidateOf({ key, values }: CheckedRow, of: 'contact' | 'account'): Candidate {
  const text = (field: string) => {
    const value = values[field];
    return typeof value === 'string' && value !== '' ? value : null;
  };
  const createdAt = text('created_at');
  return {
    id: key,
    email: text('email'),
    firstName: text('first_name'),
    lastName: text('last_name'),
    company: of === 'contact' ? text('company') : text('name'),
    domain: text('domain'),
    filled: Object.values(values).filter((value) => value !== null && value !== '').length,
    createdAt: createdAt === null ? null : Date.parse(createdAt),
  };
}
