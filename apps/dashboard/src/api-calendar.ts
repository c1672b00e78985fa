/** What has a day, as its screen gets it. */
export type CalendarKind = 'campaign' | 'task' | 'activity' | 'content' | 'plan' | 'review';
export type CalendarItem = {
  id: string;
  kind: CalendarKind;
  title: string;
  from: string;
  to: string;
  openEnded: boolean;
  state: string;
  path: string;
  owner: string | null;
  campaign: string | null;
};
type FeedInfo = {
  id: string;
  name: string;
  kinds: CalendarKind[];
  madeBy: string;
  madeAt: string;
  readAt: string | null;
};

type Query<I, O> = { query(input: I, options?: { signal?: AbortSignal }): Promise<O> };
type Mutation<I, O> = { mutate(input: I): Promise<O> };

export type CalendarApi = {
  calendar: {
    read: Query<{ from: string; to: string; kinds?: CalendarKind[] }, { entries: CalendarItem[] }>;
    feeds: Query<void, FeedInfo[]>;
    createFeed: Mutation<{ name: string; kinds?: CalendarKind[] }, { id: string; url: string }>;
    revokeFeed: Mutation<{ id: string }, unknown>;
  };
};
