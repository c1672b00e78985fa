/** What a member may be: finance and reviewers stand beside editors, each with what is theirs. */
export const ROLES = ['owner', 'admin', 'editor', 'finance', 'reviewer', 'viewer'] as const;
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
  'plans.read',
  'goals.write',
  'budgets.write',
  'budgets.approve',
  'margins.read',
  'margins.write',
  'campaigns.write',
  'content.write',
  'content.review',
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
  'plans.read',
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
  'goals.write',
  'budgets.write',
  'campaigns.write',
  'content.write',
  'content.review',
  'rates.write',
  'embeds.read',
  'embeds.write',
];
/** Money, and nobody's contacts. */
const FINANCE: Permission[] = [
  ...VIEWER,
  'tasks.write',
  'budgets.write',
  'budgets.approve',
  'margins.read',
  'margins.write',
  'rates.write',
  'audit.read',
];
/** Legal and brand: says yes or no to content, and makes none. */
const REVIEWER: Permission[] = [...VIEWER, 'tasks.write', 'content.review'];
const ADMIN: Permission[] = [
  ...EDITOR,
  'integrations.write',
  'budgets.approve',
  'margins.read',
  'margins.write',
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
  reviewer: REVIEWER,
  finance: FINANCE,
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
