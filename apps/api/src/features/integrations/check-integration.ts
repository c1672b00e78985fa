import { dayInZone } from '@openmops/domain/calendar';
import { formatDay, MopsError } from '@openmops/domain/shared';
import { seal, unseal } from '../../stores/records/seal.ts';
import { verb } from '../../verb.ts';
import { noIntegration } from './begin-run.ts';
import { checkDeveloperToken, checkSettings, checkStreams } from './check-settings.ts';
import { realClock } from './engine/clock.ts';
import { openEngine } from './engine/open-engine.ts';
import { refusalOf } from './engine/refusals.ts';
import { Credentials } from './engine/tokens.ts';
import { clientOf } from './find-client.ts';
import { changeIntegration, findIntegrationRow } from './integrations.queries.ts';
import { CheckIntegration } from './integrations.schema.ts';
import { newestOf, rememberReplaced } from './replaced-tokens.ts';

/** People wait for the answer. */
const PATIENCE_MS = 45_000;

export type SignInChecked = {
  ok: boolean;
  /** The stream of which a page was asked for. */
  stream: string;
  /** What the platform says is wrong, and what to do. */
  error: string | null;
  hint: string | null;
};

/** Signs in and asks for one page of the first stream; nothing of it is kept. */
export const checkIntegration = verb({
  name: 'integrations.check',
  permission: 'integrations.write',
  kind: 'long',
  input: CheckIntegration,
  async run({ db, instance, workspace, now, transact, audit }, input): Promise<SignInChecked> {
    const client = clientOf(input.platform);
    const known = input.id ? await findIntegrationRow(db, workspace.id, input.id) : undefined;
    if (input.id && known?.platform !== client.platform) throw noIntegration();
    const place = { workspaceId: workspace.id, kind: 'integration', id: known?.id ?? '' };
    const given = input.credentials && newestOf(instance, input.credentials);
    const kept = () =>
      known && Credentials.parse(JSON.parse(unseal(instance.secret, place, known.sealed)));
    const credentials = given ?? kept();
    if (!credentials)
      throw new MopsError('INVALID', 'The sign-in is missing.', 'Fill in its fields.');
    checkSettings(client, input.settings, credentials.kind);
    checkDeveloperToken(client, credentials);
    const [wanted] = checkStreams(client, input.streams);
    const stream = client.streams.find(({ name }) => name === wanted);
    if (!stream) throw new Error(`${client.platform} has no streams.`);
    await transact(async () => audit({ platform: client.platform }));
    const stop = AbortSignal.timeout(PATIENCE_MS);
    const engine = openEngine({
      client,
      config: input.settings,
      credentials,
      clock: realClock(stop),
      standIns: instance.env.standIns,
      keepRefreshToken: async (refreshToken) => {
        if (input.credentials?.kind === 'refresh')
          rememberReplaced(instance, { given: input.credentials.refreshToken, now: refreshToken });
        if (!known || input.credentials) return;
        const changed = JSON.stringify({ ...credentials, refreshToken });
        const sealed = seal(instance.secret, place, changed);
        await transact((trx) => changeIntegration(trx, place, { sealed }));
      },
    });
    const today = dayInZone(now, workspace.timeZone);
    const day = formatDay(today - 1);
    const asked = {
      config: input.settings,
      place: null,
      since: null,
      start: new Date(now - 86_400_000).toISOString(),
      until: new Date(now).toISOString(),
      days: stream.slice === undefined ? null : { from: day, to: day },
    };
    try {
      const late = new Promise<never>((_resolve, reject) => {
        stop.addEventListener('abort', () => reject(tooSlow(client.name)), { once: true });
      });
      await Promise.race([stream.page(asked, engine), late]);
      return { ok: true, stream: stream.name, error: null, hint: null };
    } catch (error) {
      if (!(error instanceof MopsError)) throw error;
      const refusal = refusalOf(error);
      if (!refusal && error.code !== 'LIMIT') throw error;
      const hint =
        refusal?.reason === 'authentication'
          ? `Check what you entered, and that it still stands in ${client.name}.`
          : error.hint;
      return { ok: false, stream: stream.name, error: error.message, hint };
    }
  },
});

function tooSlow(name: string): MopsError {
  const hint = 'Try again later; check the network and the status page of the platform.';
  return new MopsError('LIMIT', `${name} has not answered within 45 seconds.`, hint);
}
