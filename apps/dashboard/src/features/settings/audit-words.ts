const ACTIONS: Record<string, string> = {
  'workspace.create': 'Created the workspace',
  'workspace.update': 'Changed the workspace',
  'members.add': 'Added a member',
  'members.setRole': 'Changed a role',
  'members.remove': 'Removed a member',
  'imports.upload': 'Sent a file',
  'imports.run': 'Imported a file',
  'imports.resume': 'Went on with an import',
  'imports.undo': 'Undid an import',
  'rates.import': 'Loaded exchange rates',
  'keys.create': 'Made an API key',
  'keys.revoke': 'Ended an API key',
  'embeds.create': 'Made an embed',
  'embeds.revoke': 'Ended an embed',
  'session.claim': 'Claimed the instance',
  'session.open': 'Opened a one-time link',
  'session.signIn': 'Signed in',
  'session.signOut': 'Signed out',
  'session.refused': 'Wrong password',
  'session.changePassword': 'Changed the password',
  'backup.write': 'Wrote a backup',
  'demo.load': 'Loaded the sample data',
};

export const actionWords = (verb: string): string => ACTIONS[verb] ?? verb;

/** The details of an audit row as short words: `file: report.csv, rows: 10`. */
export function detailWords(details: unknown): string {
  if (typeof details !== 'object' || details === null) return '';
  return Object.entries(details)
    .filter(([, value]) => value !== null && value !== undefined)
    .map(
      ([name, value]) =>
        `${name}: ${typeof value === 'object' ? JSON.stringify(value) : String(value)}`,
    )
    .join(', ');
}
