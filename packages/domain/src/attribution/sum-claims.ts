import { MopsError } from '../shared/index.ts';

/** Conversions that a platform says it caused. */
export type Claim = { platform: string; conversions: number; valueMicros?: number };

/**
 * Sum of what one platform claims (its campaigns, its days). Claims of several platforms are
 * refused: each counts a person who saw ads of both, so their sum counts conversions twice. Throws
 * INVALID with `detail.code` `non_additive_claims`.
 * @example sumClaims([{ platform: 'Google Ads', conversions: 2 }, { platform: 'Google Ads', conversions: 3 }]).conversions // 5
 * @example sumClaims([{ platform: 'Google Ads', conversions: 2 }, { platform: 'Meta', conversions: 3 }]) // throws 'overlap'
 */
export function sumClaims(claims: readonly Claim[]): Required<Claim> {
  const platforms = [...new Set(claims.map(({ platform }) => platform))];
  const [platform] = platforms;
  if (platform === undefined) {
    throw new MopsError('INVALID', 'There are no claims to add.', 'Give the claims of a platform.');
  }
  if (platforms.length > 1) {
    throw new MopsError(
      'INVALID',
      `Conversions claimed by ${platforms.join(' and ')} overlap and are not added.`,
      'Show them side by side, or attribute your own conversions among the channels.',
      { code: 'non_additive_claims', platforms },
    );
  }
  const sum = { platform, conversions: 0, valueMicros: 0 };
  for (const { conversions, valueMicros = 0 } of claims) {
    if (!(conversions >= 0 && Number.isFinite(conversions) && Number.isSafeInteger(valueMicros))) {
      throw new MopsError(
        'INVALID',
        `${platform} claims ${conversions} conversions worth ${valueMicros} micros.`,
        'Counts are finite and not negative, values whole micros.',
      );
    }
    sum.conversions += conversions;
    sum.valueMicros += valueMicros;
  }
  return sum;
}
