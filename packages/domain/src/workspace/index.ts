export { GRANTS, may, PERMISSIONS, type Permission, ROLES, type Role } from './permissions.ts';
export { CreateWorkspaceInput, Workspace } from './schema.ts';
