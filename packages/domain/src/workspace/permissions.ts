/** What a member may be, from most to least. */
export const ROLES = ['owner', 'admin', 'editor', 'viewer'] as const;
export type Role = (typeof ROLES)[number];

/** What can be asked of OpenMOps. Every verb names one. */
export const PERMISSIONS = [
  'kpis.read',
  'sources.read',
  'imports.write',
  'streams.write',
  'records.read',
  'integrations.read',
  'integrations.write',
  'quality.read',
  'quality.write',
  'identity.write',
  'links.write',
  'tasks.write',
  'lifecycle.write',
  'rates.write',
  'workspace.read',
  'workspace.write',
  'members.read',
  'members.write',
  'keys.read',
  'keys.write',
  'embeds.read',
  'embeds.write',
  'audit.read',
] as const;
export type Permission = (typeof PERMISSIONS)[number];

const VIEWER: Permission[] = [
  'kpis.read',
  'sources.read',
  'workspace.read',
  'integrations.read',
  'quality.read',
];
const EDITOR: Permission[] = [
  ...VIEWER,
  'imports.write',
  'streams.write',
  'records.read',
  'quality.write',
  'identity.write',
  'links.write',
  'tasks.write',
  'rates.write',
  'embeds.read',
  'embeds.write',
];
const ADMIN: Permission[] = [
  ...EDITOR,
  'integrations.write',
  'lifecycle.write',
  'members.read',
  'members.write',
  'keys.read',
  'keys.write',
  'audit.read',
];

/** Role → what it may do. */
export const GRANTS: Record<Role, readonly Permission[]> = {
  viewer: VIEWER,
  editor: EDITOR,
  admin: ADMIN,
  owner: [...ADMIN, 'workspace.write'],
};

/**
 * Whether a role may do something.
 * @example may('viewer', 'imports.write') // false
 */
export function may(role: Role, permission: Permission): boolean {
  return GRANTS[role].includes(permission);
}
