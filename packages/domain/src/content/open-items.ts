import type { ApprovalState } from './approval.ts';

export type OpenItem = {
  code: 'approval' | 'checklists' | 'claims' | 'rules' | 'rights' | 'archived' | 'link';
  message: string;
  hint: string;
  /** What exactly is open: questions, claims, findings. */
  parts: { id: string; message: string }[];
};
/** What a version must have before it goes out, as other rooms found it. */
export type GateQuestion = {
  /** Null: it was never submitted. */
  approval: Pick<ApprovalState, 'state' | 'approvals' | 'needed'> | null;
  /** Required packs with the questions that are not passed. */
  packs: readonly {
    id: string;
    title: string;
    open: readonly { id: string; message: string }[];
  }[];
  /** Claims that it makes although nothing proves them any more. */
  claims: readonly { id: string; message: string }[];
  /** Errors of lint, where the workspace lets them block. */
  rules: readonly { id: string; message: string }[];
  rightsOver: boolean;
  archived: boolean;
};

/**
 * What is open before a version may be published; an empty list: nothing. The gate of every door.
 * @example openItems({ approval: null, packs: [], claims: [], rules: [], rightsOver: false, archived: false }).map(({ code }) => code) // ['approval']
 */
export function openItems(of: GateQuestion): OpenItem[] {
  const items: OpenItem[] = [];
  const add = (code: OpenItem['code'], message: string, more: Partial<OpenItem>) =>
    items.push({ code, message, hint: '', parts: [], ...more });
  if (of.archived) add('archived', 'It is archived.', { hint: 'Bring it back first.' });
  if (of.approval?.state !== 'approved') add('approval', approvalText(of), approvalMore(of));
  const open = of.packs.filter((pack) => pack.open.length > 0);
  if (open.length > 0) {
    add('checklists', `${open.map(({ title }) => title).join(', ')}: not passed.`, {
      hint: 'Answer the open questions of the checklists.',
      parts: open.flatMap((pack) =>
        pack.open.map(({ id, message }) => ({ id: `${pack.id}/${id}`, message })),
      ),
    });
  }
  if (of.claims.length > 0) {
    add('claims', 'It makes claims that nothing on file proves any more.', {
      hint: 'Renew what proves them, or write a version without them.',
      parts: [...of.claims],
    });
  }
  if (of.rules.length > 0) {
    add('rules', 'It breaks rules of the brand.', {
      hint: 'Write a version that keeps them.',
      parts: [...of.rules],
    });
  }
  if (of.rightsOver) {
    add('rights', 'The right to use it is over.', { hint: 'Renew it, or use another one.' });
  }
  return items;
}

function approvalText({ approval }: GateQuestion): string {
  if (!approval) return 'Approval is missing.';
  if (approval.state === 'rejected') return 'It was rejected.';
  if (approval.state === 'outdated') return 'Another version was approved, not this one.';
  return `Approval is missing: ${approval.approvals} of ${approval.needed} have said yes.`;
}

function approvalMore({ approval }: GateQuestion): Partial<OpenItem> {
  if (approval?.state === 'rejected') return { hint: 'Write a new version and submit it.' };
  return { hint: approval?.state === 'open' ? 'Ask those whose turn it is.' : 'Submit it.' };
}
