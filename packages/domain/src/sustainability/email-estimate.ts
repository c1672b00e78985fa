import { checkAmount } from './check-amount.ts';
import { type Estimate, NOT_AUDITED } from './estimate.ts';
import { EMAIL_GRAMS } from './factors.ts';

/**
 * Greenhouse gas of marketing e-mail: 0.073 g per mail sent, from 0.03 g (caught by a filter) to 0.3 g (a short
 * mail from laptop to laptop).
 * Source: audit of Mediapart's mails of 2022; ends: Berners-Lee (2020). See `FACTOR_SETS`.
 * @param mails mails that were sent
 * @throws MopsError INVALID for a negative number
 * @example emailEstimate(144e6).gramsCo2e // 10500000 (10.5 t)
 */
export function emailEstimate(mails: number): Estimate {
  checkAmount('mails', mails);
  const gramsCo2e = mails * EMAIL_GRAMS.value;
  return {
    gramsCo2e,
    lowGrams: mails * EMAIL_GRAMS.low,
    highGrams: mails * EMAIL_GRAMS.high,
    parts: { email: gramsCo2e },
    factorSets: ['email-mediapart@2022'],
    grade: 'estimate',
    method: 'per-mail',
    version: 'email-mediapart@2022',
    warnings: [NOT_AUDITED],
  };
}
