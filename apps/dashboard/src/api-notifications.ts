/** What a person is told, as the bell gets it. */
export type NotificationInfo = {
  id: string;
  workspace: string;
  kind: string;
  text: string;
  link: string | null;
  createdAt: string;
  read: boolean;
};
export type Notifications = { unread: number; notifications: NotificationInfo[] };

export type NotificationsApi = {
  notifications: {
    list: { query(input?: undefined): Promise<Notifications> };
    read: { mutate(input: { ids: string[] | null }): Promise<unknown> };
  };
};
