import type { Issue } from '../shared/index.ts';
import { ALL_LISTS } from './all-lists.ts';
import { GOOGLE_LIST, type SourceLists } from './find-source.ts';
import { GA4_2026_05 } from './ga4.ts';
import type { ChannelGrouping, ChannelRule, CustomGroup, Session } from './grouping.ts';
import { type Asked, testCondition } from './test-condition.ts';

/** What to assign by; all parts have a default. */
export type ChannelOptions = {
  /** Default `ga4@2026-05`. */
  grouping?: ChannelGrouping;
  /** Rules that are asked first, in order. */
  custom?: readonly CustomGroup[];
  /** Default `ALL_LISTS`; `GOOGLE_LIST` for what GA4 alone would say. */
  sources?: SourceLists;
};

export type ChannelAnswer = {
  channel: string;
  /** Id of the rule that matched: `paid-search`, or `otherwise`. */
  rule: string;
  /** Why it matched, in words. */
  reason: string;
  method: 'first-match';
  /** Id of the grouping, custom groups and lists in front of it. */
  version: string;
  warnings: Issue[];
};

/**
 * The channel of a session: custom groups first, then the grouping; the first rule that matches.
 * Upper case and blanks around do not matter; no source and no medium at all is a direct visit.
 * Definition: GA4's default channel group (Analytics Help), see `ga4.ts`.
 * @param session source, medium and campaign as the analytics tool reports them
 * @example assignChannel({ source: 'google', medium: 'cpm' }).channel // 'Paid Search'
 * @example
 * assignChannel({ source: 'm.facebook.com', medium: 'referral' })
 * // { channel: 'Organic Social', rule: 'organic-social',
 * //   reason: 'source “m.facebook.com” is a social network (google)', … }
 */
export function assignChannel(session: Session, options: ChannelOptions = {}): ChannelAnswer {
  const { grouping = GA4_2026_05, custom = [], sources = ALL_LISTS } = options;
  return assign(session, { grouping, custom, sources });
}

/**
 * The channel that GA4 itself is documented to give: its newest grouping over Google's own list
 * alone, so that nothing is hoped for that Google does not promise.
 * @example assignGa4Channel({ source: 'np.reddit.com', medium: 'social-news' }).channel // 'Unassigned'
 */
export function assignGa4Channel(session: Session): ChannelAnswer {
  return assign(session, { grouping: GA4_2026_05, custom: [], sources: GOOGLE_LIST });
}

function assign(session: Session, by: Required<ChannelOptions>): ChannelAnswer {
  const { grouping, custom, sources } = by;
  const clean = cleanSession(session, sources);
  const version = [...custom.map(({ id }) => id), grouping.id, sources.id].join(' ');
  const warnings = warningsOf(clean);
  for (const rule of rulesOf(grouping, custom)) {
    const reason = testCondition(rule.when, clean);
    if (reason === null) continue;
    const { id, channel } = rule;
    const says = reason || 'nothing speaks against it';
    return { channel, rule: id, reason: says, method: 'first-match', version, warnings };
  }
  const reason = `no rule matches source “${clean.source}” and medium “${clean.medium}”`;
  const channel = grouping.otherwise;
  return { channel, rule: 'otherwise', reason, method: 'first-match', version, warnings };
}

/**
 * Every rule that was asked until one matched, in order: why a session is where it is.
 * @example explainChannel({ source: 'bing', medium: 'cpc' }).map(({ rule }) => rule) // ['direct', 'cross-network', 'paid-shopping', 'paid-search']
 */
export function explainChannel(
  session: Session,
  options: ChannelOptions = {},
): { rule: string; channel: string; matched: boolean; reason: string | null }[] {
  const { grouping = GA4_2026_05, custom = [], sources = ALL_LISTS } = options;
  const clean = cleanSession(session, sources);
  const trace: { rule: string; channel: string; matched: boolean; reason: string | null }[] = [];
  for (const { id, channel, when } of rulesOf(grouping, custom)) {
    const reason = testCondition(when, clean);
    trace.push({ rule: id, channel, matched: reason !== null, reason });
    if (reason !== null) return trace;
  }
  const channel = grouping.otherwise;
  trace.push({ rule: 'otherwise', channel, matched: true, reason: 'no rule matches' });
  return trace;
}

function* rulesOf(grouping: ChannelGrouping, custom: readonly CustomGroup[]) {
  for (const group of custom) yield* group.rules as ChannelRule[];
  yield* grouping.rules as ChannelRule[];
}

/** Nothing known of a visit is how an export writes a direct one: empty cells. */
function cleanSession({ source, medium, campaign }: Session, sources: SourceLists): Asked {
  const [from, by, name] = [source, medium, campaign].map((text) =>
    (text ?? '').trim().toLowerCase(),
  );
  const direct = !from && !by && !name;
  return {
    source: direct ? '(direct)' : from || '(not set)',
    medium: direct ? '(none)' : by || '(not set)',
    campaign: name || '(not set)',
    found: from ? sources.find(from) : null,
    isAssistant: from ? sources.isAssistant(from) : false,
  };
}

function warningsOf({ source, medium, isAssistant }: Asked): Issue[] {
  if (medium === 'ai-assistant' || !isAssistant) return [];
  return [
    {
      code: 'ai_source_other_medium',
      severity: 'info',
      message: `“${source}” is an AI assistant, and its medium is “${medium}”.`,
      hint: 'GA4 counts AI assistants by the medium ai-assistant, since 13 May 2026. Put the group ai-by-source on top to count them by source.',
      line: null,
      field: 'source',
    },
  ];
}
