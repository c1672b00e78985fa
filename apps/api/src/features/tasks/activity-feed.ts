import * as z from 'zod';
import { verb } from '../../verb.ts';
import { namesOfPeople } from './people-names.ts';
import { FeedItem } from './tasks.schema.ts';

const WORDS: Readonly<Record<string, string>> = {
  'workspace.create': 'created the workspace',
  'workspace.update': 'changed the workspace',
  'imports.run': 'imported a file',
  'imports.undo': 'undid an import',
  'links.create': 'made a tracked link',
  'links.createMany': 'made tracked links',
  'links.remove': 'removed a tracked link',
  'links.restore': 'restored a tracked link',
  'links.setGrammar': 'changed the rules of links',
  'spend.assign': 'gave spend a campaign',
  'spend.unassign': 'took a campaign of spend back',
  'insights.create': 'kept an insight',
  'tasks.create': 'made a task',
  'tasks.update': 'changed a task',
  'experiments.create': 'registered an experiment',
  'experiments.plan': 'changed the plan of an experiment',
  'experiments.move': 'started or ended an experiment',
  'experiments.look': 'added counts to an experiment',
  'experiments.importCounts': 'added counts to an experiment',
  'experiments.conclude': 'concluded an experiment',
  'objectives.create': 'made an objective',
  'objectives.update': 'changed an objective',
  'goals.create': 'made a goal',
  'goals.update': 'changed a goal',
  'goals.setTargets': 'set targets of a goal',
  'goals.endTarget': 'ended a target',
  'goals.addValue': 'entered a survey value',
  'goals.endValue': 'took a survey value back',
  'activities.create': 'planned an activity',
  'activities.update': 'changed an activity',
  'activities.remove': 'removed an activity',
  'activities.checkIn': 'checked in',
  'activities.undoCheckIn': 'took a check-in back',
  'alignment.setRule': 'changed the rule for campaigns without a goal',
  'strategy.create': 'began a strategy',
  'strategy.update': 'changed a strategy',
  'strategy.remove': 'removed a strategy',
  'maturity.save': 'made a maturity check',
  'decisions.create': 'put a question to be decided',
  'decisions.update': 'changed a decision',
  'decisions.attach': 'kept evidence of a decision',
  'decisions.detach': 'took evidence of a decision away',
  'decisions.decide': 'decided',
  'decisions.review': 'said what came of a decision',
  'decisions.remove': 'removed an open decision',
  'content.create': 'wrote content',
  'content.update': 'changed content',
  'content.addVersion': 'edited content',
  'content.archive': 'archived content',
  'content.comment': 'commented on content',
  'content.upload': 'uploaded a file',
  'content.setSettings': 'changed the rules of content',
  'approvals.submit': 'asked for approval',
  'approvals.answer': 'answered an approval',
  'approvals.withdraw': 'withdrew an approval',
  'claims.create': 'registered a claim',
  'claims.update': 'changed a claim',
  'claims.retire': 'retired a claim',
  'messages.create': 'added a message',
  'messages.update': 'changed a message',
  'messages.remove': 'removed a message',
  'publications.create': 'published content',
  'questions.create': 'kept a question of a buyer',
  'questions.update': 'changed a question of a buyer',
  'questions.remove': 'took a question of a buyer out',
  'questions.import': 'imported questions of buyers',
  'questions.fromRequest': 'took a question from a request',
  'variants.save': 'set who gets which variant',
  'variants.add': 'made a variant',
  'publications.withdraw': 'withdrew a publication',
  'checklists.answer': 'answered a checklist',
  'checklists.setParameters': 'set up a checklist',
  'checklists.importPack': 'imported a checklist',
  'health.retry': 'ran a source again',
  'health.expect': 'said when data is due',
  'health.acknowledge': 'acknowledged an alert',
  'health.snooze': 'put an alert off',
  'integrations.sync': 'ran a connection',
  'quality.audit': 'ran an audit of data quality',
  'quality.close': 'closed an issue of data quality',
  'identity.merge': 'merged records',
  'identity.undo': 'took a merge back',
  'plans.create': 'began a plan',
  'plans.change': 'changed lines of a plan',
  'plans.undo': 'took changes of a plan back',
  'plans.setTotal': 'set the budget of a plan',
  'plans.setTargets': 'set targets of teams',
  'plans.allocate': 'gave a line to campaigns',
  'plans.addScenario': 'made a scenario',
  'plans.dropScenario': 'put a scenario away',
  'plans.promote': 'promoted a scenario',
  'plans.decideRevision': 'decided on a revision of a plan',
  'plans.submit': 'sent a plan to review',
  'plans.approve': 'approved a plan',
  'plans.reject': 'rejected a plan',
  'plans.withdraw': 'took a plan back to draft',
  'plans.lock': 'locked a plan',
  'budgets.setRules': 'changed the rules of budgets',
  'budgets.closeWaste': 'closed a finding of waste',
  'budgets.reopenWaste': 'opened a finding of waste again',
  'incentives.create': 'made a line an incentive',
  'incentives.change': 'changed an incentive',
  'incentives.pay': 'paid for an incentive',
  'clients.setTerms': 'changed what is agreed with the client',
  'clients.addRetainer': 'added a retainer',
  'clients.changeRetainer': 'changed a retainer',
  'clients.removeRetainer': 'removed a retainer',
  'clients.logHours': 'noted hours',
  'clients.removeHours': 'took hours away',
  'views.setAutomation': 'said what an automation saves',
  'budgets.closeMonth': 'closed a month',
  'budgets.reopenMonth': 'reopened a month',
  'budgets.addSpendRule': 'added a rule for spend',
  'budgets.removeSpendRule': 'removed a rule for spend',
  'commitments.create': 'made an order',
  'commitments.decide': 'decided on an order',
  'commitments.close': 'ended an order',
  'commitments.import': 'imported orders',
  'expenses.create': 'booked an invoice',
  'expenses.match': 'matched an invoice',
  'expenses.leave': 'left an invoice without a line',
  'expenses.update': 'corrected an invoice',
  'expenses.adjust': 'adjusted an invoice of a closed month',
  'expenses.import': 'imported invoices',
  'expenses.upload': 'uploaded invoices or orders',
  'members.add': 'added a member',
  'members.setRole': 'changed a role',
  'members.remove': 'removed a member',
  'keys.create': 'made an API key',
  'keys.revoke': 'ended an API key',
  'embeds.create': 'made an embed',
  'embeds.revoke': 'ended an embed',
  'campaigns.setPeople': 'said who does what',
  'campaigns.importAttendees': 'took in a list of attendees',
  'campaigns.undoAttendees': 'took a list of attendees back',
  'campaigns.create': 'made a campaign',
  'campaigns.update': 'changed a campaign',
  'campaigns.move': 'moved a campaign on',
  'campaigns.remove': 'removed an idea for a campaign',
  'campaigns.clone': 'made campaigns of a template',
  'campaigns.takeOver': 'took campaigns over from the numbers',
  'campaigns.adjust': 'noted an adjustment',
  'campaigns.unadjust': 'took an adjustment back',
  'campaigns.review': 'reviewed a campaign',
  'campaigns.saveTemplate': 'kept a campaign as a template',
  'campaigns.setRules': 'changed the rules for campaigns',
  'requests.create': 'asked for something',
  'requests.update': 'sorted a request',
  'requests.convert': 'made something of a request',
  'requests.saveForm': 'changed a form of requests',
  'calendar.createFeed': 'made an address of the calendar',
  'calendar.revokeFeed': 'ended an address of the calendar',
  'tasks.reschedule': 'moved a task',
  'demo.load': 'loaded the sample data',
};
/** What of an audit row tells what it was about, the plainest first. */
const ABOUT = ['title', 'campaign', 'name', 'file', 'source'] as const;

/** Who did what, in words, newest first; the audit trail itself has every detail. */
export const activityFeed = verb({
  name: 'activity.feed',
  permission: 'workspace.read',
  kind: 'read',
  input: z
    .strictObject({
      limit: z.number().int().min(1).max(200).default(50),
      before: z.number().int().min(1).optional(),
    })
    .prefault({}),
  output: z.array(FeedItem),
  async run({ instance, db, workspace }, { limit, before }) {
    const names = await namesOfPeople(instance, workspace.id);
    let rows = db
      .selectFrom('audit')
      .select(['seq', 'at', 'actor_kind', 'actor_id', 'verb', 'details'])
      .where('workspace_id', '=', workspace.id)
      .orderBy('seq', 'desc')
      .limit(limit);
    if (before !== undefined) rows = rows.where('seq', '<', before);
    return (await rows.execute()).map((row) => ({
      seq: Number(row.seq),
      at: row.at.toISOString(),
      who: whoOf(row, names),
      verb: row.verb,
      what:
        WORDS[row.verb] ??
        row.verb
          .replace('.', ': ')
          .replaceAll(/([A-Z])/g, ' $1')
          .toLowerCase(),
      about: aboutOf(row.details),
    }));
  },
});

function whoOf(
  { actor_kind, actor_id }: { actor_kind: string; actor_id: string | null },
  names: ReadonlyMap<string, string>,
): string {
  if (actor_kind === 'apiKey') return 'An API key';
  return names.get(actor_id ?? actor_kind) ?? 'Somebody who left';
}

function aboutOf(details: unknown): string | null {
  const known = (details ?? {}) as Record<string, unknown>;
  for (const name of ABOUT) {
    const value = known[name];
    if (typeof value === 'string' && value !== '') return value;
  }
  return null;
}
