/** What a member is told, in the app and by e-mail. */
export interface NotificationTable {
  id: string;
  workspace_id: string;
  user_id: string;
  /** `task.assigned`, `approval.asked`, … */
  kind: string;
  text: string;
  /** A path of the dashboard inside of the workspace. */
  link: string | null;
  created_at: Date;
  read_at: Date | null;
  /** When it went out by e-mail, or was read before it did. */
  mailed_at: Date | null;
}
