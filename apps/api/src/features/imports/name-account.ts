import { accountInCurrency } from '@openmops/domain/kpi/facts';
import type { Detection } from '@openmops/domain/sources';
import type { Db } from '../../stores/records/records.ts';
import { unnamedCurrencies } from './imports.queries.ts';

type Given = { workspaceId: string; detection: Detection; sha256: string };

/**
 * A file of an ad platform that names no account, in another currency than the platform's other
 * exports that name none, is of another account: their rows must not take each other's place.
 */
export async function nameAccount(
  db: Db,
  { workspaceId, detection, sha256 }: Given,
): Promise<Detection> {
  const { currency, source, preset } = detection;
  const named =
    detection.account !== null || detection.columns.some((one) => one.target === 'account');
  if (named || !currency || !source || !preset || detection.dataset !== 'ad_delivery')
    return detection;
  const others = await unnamedCurrencies(db, workspaceId, { source, sha256 });
  if (others.length === 0 || others.includes(currency)) return detection;
  const account = accountInCurrency(currency);
  const assumed = {
    code: 'account_assumed',
    severity: 'info' as const,
    message: `Other exports of ${detection.sourceName} that name no account are in ${others.join(', ')}; this one is in ${currency}, so it is taken as another account, “${account}”.`,
    hint: 'Name the account: in the import wizard, or with --account.',
    line: null,
    field: null,
  };
  return { ...detection, account, issues: [...detection.issues, assumed] };
}
