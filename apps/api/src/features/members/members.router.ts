import { mutation, query, router } from '../../trpc.ts';
import { addMember } from './add-member.ts';
import { listMembers } from './list-members.ts';
import { removeMember } from './remove-member.ts';
import { setRole } from './set-role.ts';

export const membersRouter = router({
  list: query(listMembers),
  add: mutation(addMember),
  setRole: mutation(setRole),
  remove: mutation(removeMember),
});
