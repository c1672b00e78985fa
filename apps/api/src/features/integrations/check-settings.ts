import { MopsError, nearestName } from '@openmops/domain/shared';
import type { PullClient } from './engine/client.ts';
import type { CredentialKind, Credentials } from './engine/tokens.ts';

/** @throws MopsError INVALID that names the setting and what it should be. */
export function checkSettings(
  client: PullClient,
  settings: Readonly<Record<string, string>>,
  credentials: CredentialKind,
): void {
  const names = client.settings.map(({ name }) => name);
  for (const name of Object.keys(settings)) {
    if (names.includes(name)) continue;
    const near = nearestName(name, names);
    throw invalid(
      `${name} is no setting of ${client.name}.${near ? ` Did you mean ${near}?` : ''}`,
      names.length > 0 ? `It has: ${names.join(', ')}.` : 'It has none.',
    );
  }
  for (const { name, label, pattern, optional } of client.settings) {
    const value = settings[name];
    if (value === undefined && optional) continue;
    if (value !== undefined && new RegExp(`^(?:${pattern.source})$`, pattern.flags).test(value))
      continue;
    throw invalid(
      `The setting ${name} of ${client.name} is ${value === undefined ? 'missing' : 'not valid'}.`,
      `${label}.`,
    );
  }
  if (client.credentials.includes(credentials)) return;
  throw invalid(
    `${client.name} does not sign in by ${credentials}.`,
    `It takes credentials of the kind ${client.credentials.join(' or ')}; docs/guides/integrations.md shows them.`,
  );
}

/** @throws MopsError INVALID when the platform asks for a developer token and none is given, or the other way round. */
export function checkDeveloperToken(client: PullClient, credentials: Credentials): void {
  const given = 'developerToken' in credentials && credentials.developerToken !== undefined;
  if (given === (client.needsDeveloperToken ?? false)) return;
  throw given
    ? invalid(`${client.name} knows no developer token.`, 'Leave developerToken out.')
    : invalid(
        `${client.name} asks for a developer token.`,
        'Put it into the credentials as developerToken.',
      );
}

/** The streams that are wanted; default all that the platform has. */
export function checkStreams(client: PullClient, wanted: readonly string[] | undefined): string[] {
  const names = client.streams.map(({ name }) => name);
  const unknown = wanted?.find((name) => !names.includes(name));
  if (unknown === undefined) return wanted ? [...new Set(wanted)] : names;
  const near = nearestName(unknown, names);
  throw invalid(
    `${client.name} has no stream ${unknown}.${near ? ` Did you mean ${near}?` : ''}`,
    `It has: ${names.join(', ')}.`,
  );
}

function invalid(message: string, hint: string): MopsError {
  return new MopsError('INVALID', message, hint);
}
