import { appendFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Instance } from '../../instance.ts';
import type { JobKind } from '../../jobs/job.ts';

/** Gives a person the time to see it in the app, and puts what comes together into one message. */
const PATIENCE_MS = 2 * 60_000;
const MOST = 500;

/** Sends what has not been read, one message for a person and workspace. */
export const mailJob: JobKind = {
  name: 'notifications.mail',
  async recurring(instance) {
    const { db } = instance.records.system;
    const waiting = await db
      .selectFrom('notifications')
      .select('id')
      .where('mailed_at', 'is', null)
      .limit(1)
      .executeTakeFirst();
    return waiting ? [{ key: 'all', cron: '* * * * *', timeZone: 'UTC', data: {} }] : [];
  },
  work: (instance, _, stop) => mailNotifications(instance, stop),
};

/** Sends everything that has waited long enough; what could not be sent waits for the next time. */
export async function mailNotifications(instance: Instance, stop?: AbortSignal): Promise<void> {
  const { system } = instance.records;
  const rows = await system.db
    .selectFrom('notifications as one')
    .innerJoin('users', 'users.id', 'one.user_id')
    .innerJoin('workspaces', 'workspaces.id', 'one.workspace_id')
    .select(['one.id', 'one.text', 'one.link', 'users.email'])
    .select(['workspaces.slug', 'workspaces.name as workspace'])
    .where('one.mailed_at', 'is', null)
    .where('one.created_at', '<=', new Date(instance.now() - PATIENCE_MS))
    .orderBy('one.created_at')
    .limit(MOST)
    .execute();
  const groups = Map.groupBy(rows, ({ email, slug }) => `${slug} ${email}`);
  for (const group of groups.values()) {
    stop?.throwIfAborted();
    const [first] = group;
    if (!first) continue;
    const address = (path: string | null) =>
      `${instance.env.publicUrl ?? `http://${instance.env.host}:${instance.env.port}`}/w/${first.slug}${path ?? ''}`;
    await send(instance, {
      to: first.email,
      subject:
        group.length === 1
          ? first.text
          : `${group.length} things wait for you in ${first.workspace}`,
      text: group.map(({ text, link }) => `${text}\n${address(link)}`).join('\n\n'),
    });
    // After it is sent: what dies in between is sent twice rather than never.
    await system.transaction((trx) =>
      trx
        .updateTable('notifications')
        .set({ mailed_at: new Date(instance.now()) })
        .where(
          'id',
          'in',
          group.map(({ id }) => id),
        )
        .execute(),
    );
  }
}

type Message = { to: string; subject: string; text: string };

async function send(instance: Instance, message: Message): Promise<void> {
  const { smtpUrl, mailFrom } = instance.env;
  // Loaded only here, so that a start does not wait for it.
  const { createTransport } = await import('nodemailer');
  const from = mailFrom ?? 'OpenMOps <openmops@localhost>';
  if (smtpUrl) {
    await createTransport(smtpUrl).sendMail({ from, ...message });
    return;
  }
  // Without a mail server the messages stand in a file, as they would have gone out.
  const { message: raw } = await createTransport({ streamTransport: true, buffer: true }).sendMail({
    from,
    ...message,
    date: new Date(instance.now()),
  });
  if (instance.folder === null) {
    instance.log.info({ subject: message.subject }, 'SMTP_URL is not set: a message was not sent');
    return;
  }
  await appendFile(join(instance.env.dataDir, 'mail.log'), `${String(raw)}\n\n`, { mode: 0o600 });
}
