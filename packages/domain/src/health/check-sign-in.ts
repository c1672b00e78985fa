import { mustBeFinite } from '../statistics/index.ts';
import { fine, found, type HealthCheck } from './finding.ts';
import { DAY_MS, durationText, instantText } from './words.ts';

export type SignInQuestion = {
  /** Name of the system. */
  integration: string;
  /** Streams that depend on it. */
  streams: readonly string[];
  /** When the sign-in ends for good, that is, when it can no longer renew itself; null: no end is known. */
  expiresAt: number | null;
  /** When the source last refused it and has not accepted it since; null: it does not. */
  refusedAt: number | null;
  now: number;
  timeZone: string;
};

const SOON_DAYS = { warning: 14, error: 3 };

/**
 * Whether the sign-in of an integration works, and for how long. A token that renews itself does not
 * expire: give the end of what renews it. Refused or over: broken. Within 14 days: told in advance.
 * @example
 * const signIn = { integration: 'LinkedIn', streams: ['ads'], expiresAt: 86_400_000, refusedAt: null, now: 0, timeZone: 'UTC' };
 * checkSignIn(signIn).findings[0].message // 'The sign-in of LinkedIn ends in 24 hours (1970-01-02 00:00).'
 */
export function checkSignIn(question: SignInQuestion): HealthCheck {
  const { integration, expiresAt, refusedAt, now, timeZone } = question;
  mustBeFinite('Now', now);
  const streams = [...question.streams];
  const hint = 'Sign in again; nothing that is there gets lost, and what was missed is fetched.';
  const broken = { state: 'broken' as const, severity: 'error' as const, hint, streams };
  if (refusedAt !== null) {
    const message = `${integration} has refused the sign-in since ${instantText(refusedAt, timeZone)}.`;
    return found(
      'sign_in',
      [{ code: 'sign_in.refused', ...broken, message, since: refusedAt }],
      '',
    );
  }
  if (expiresAt === null) return fine('sign_in', 'It is accepted, and no end is known.');
  const shown = instantText(expiresAt, timeZone);
  if (expiresAt <= now) {
    const message = `The sign-in of ${integration} ended ${durationText(now - expiresAt)} ago (${shown}).`;
    return found(
      'sign_in',
      [{ code: 'sign_in.expired', ...broken, message, since: expiresAt }],
      '',
    );
  }
  const days = (expiresAt - now) / DAY_MS;
  if (days > SOON_DAYS.warning) return fine('sign_in', `It is accepted until ${shown}.`);
  const finding = {
    code: 'sign_in.ends',
    state: null,
    severity: days <= SOON_DAYS.error ? ('error' as const) : ('warning' as const),
    message: `The sign-in of ${integration} ends in ${durationText(expiresAt - now)} (${shown}).`,
    hint: 'Sign in again before, so that nothing is missed.',
    since: now,
    streams,
  };
  return found('sign_in', [finding], '');
}
