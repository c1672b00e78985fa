import { dayInZone } from '@openmops/domain/calendar';
import { classifyEmailEvents } from '@openmops/domain/engagement';
import type { Instance } from '../../instance.ts';
import { addClick } from './link-clicks.ts';

/** Who asks, as the request says. It decides whether a person clicked, and is forgotten. */
export type Visit = {
  method: string;
  agent: string | null;
  ip: string;
  /** The browser says that it only looks ahead. */
  prefetch: boolean;
};

/**
 * Where a short address leads, and counts the click on its day; null: it leads nowhere, or the workspace
 * has no short addresses.
 */
export async function followLink(
  instance: Instance,
  code: string,
  visit: Visit,
): Promise<string | null> {
  const { db } = instance.records.system;
  const link = await db
    .selectFrom('links')
    .innerJoin('workspaces', 'workspaces.id', 'links.workspace_id')
    .select(['links.id', 'links.url', 'links.workspace_id', 'workspaces.time_zone'])
    .select((eb) =>
      eb
        .selectFrom('link_grammars')
        .select('redirect')
        .whereRef('link_grammars.workspace_id', '=', 'links.workspace_id')
        .orderBy('version', 'desc')
        .limit(1)
        .as('redirect'),
    )
    .where('links.code', '=', code)
    .where('links.removed_at', 'is', null)
    .executeTakeFirst();
  if (link?.redirect !== true) return null;
  const now = instance.now();
  const click = {
    workspaceId: link.workspace_id,
    link: link.id,
    day: dayInZone(now, link.time_zone),
    human: isHuman(visit, now),
  };
  try {
    await instance.records.system.transaction((trx) => addClick(trx, click));
  } catch (error) {
    // Who clicked is to arrive all the same.
    instance.log.error({ err: error }, 'counting a click');
  }
  return link.url;
}

/** How robots name themselves, beside those that look into e-mails. */
const ROBOTS = ['bot/', 'telegrambot', 'crawler', 'spider', '+http'];

/** By the rules that tell people from gateways, previews and robots in e-mails. */
function isHuman({ method, agent, ip, prefetch }: Visit, at: number): boolean {
  const event = {
    eventId: 'click',
    kind: 'click' as const,
    at,
    messageId: 'click',
    method,
    // Every browser says what it is.
    machine: prefetch || !agent?.trim(),
    network: ip,
    userAgent: agent,
  };
  return classifyEmailEvents([event], { agents: ROBOTS }).events[0]?.human ?? false;
}
