import { CreateWorkspaceInput } from '@openmops/domain/workspace';
import * as z from 'zod';

const password = z.string().max(1000);
export const email = z.email('This is no e-mail address.').max(254).toLowerCase();
export const personName = z.string().trim().min(1, 'A name is missing.').max(120);
const token = z.string().min(20).max(200);

export const SignInInput = z.strictObject({
  email: z.string().max(254).toLowerCase(),
  password,
  rememberMe: z.boolean().optional(),
});
export const ChangePasswordInput = z.strictObject({
  currentPassword: password,
  newPassword: password,
  /** Whether the person's API keys end too, in every workspace. */
  endKeys: z.boolean().default(false),
});
export const ClaimInput = z.strictObject({
  token,
  name: personName,
  email,
  password,
  workspace: CreateWorkspaceInput.optional(),
});
export const OpenInput = z.strictObject({ token, password: password.optional() });
