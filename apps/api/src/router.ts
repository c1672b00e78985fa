import { auditRouter } from './features/audit/audit.router.ts';
import { incentivesRouter } from './features/budgets/incentives.router.ts';
import {
  budgetsRouter,
  commitmentsRouter,
  expensesRouter,
} from './features/budgets/money.router.ts';
import { plansRouter } from './features/budgets/plans.router.ts';
import {
  calendarRouter,
  campaignsRouter,
  requestsRouter,
} from './features/campaigns/campaigns.router.ts';
import { checklistsRouter } from './features/checklists/checklists.router.ts';
import { clientsRouter } from './features/clients/clients.router.ts';
import {
  approvalsRouter,
  claimsRouter,
  contentRouter,
  messagesRouter,
  publicationsRouter,
  questionsRouter,
  variantsRouter,
} from './features/content/content.router.ts';
import { decisionsRouter } from './features/decisions/decisions.router.ts';
import { demoRouter } from './features/demo/demo.router.ts';
import { embedsRouter } from './features/embeds/embeds.router.ts';
import { engagementRouter } from './features/engagement/engagement.router.ts';
import { experimentsRouter } from './features/experiments/experiments.router.ts';
import {
  activitiesRouter,
  alignmentRouter,
  goalsRouter,
  objectivesRouter,
} from './features/goals/goals.router.ts';
import { healthRouter } from './features/health/health.router.ts';
import { identityRouter } from './features/identity/identity.router.ts';
import { importsRouter } from './features/imports/imports.router.ts';
import { integrationsRouter } from './features/integrations/integrations.router.ts';
import { keysRouter } from './features/keys/keys.router.ts';
import { kpiRouter } from './features/kpi/kpi.router.ts';
import { lifecycleRouter } from './features/lifecycle/lifecycle.router.ts';
import { linksRouter, spendRouter } from './features/links/links.router.ts';
import { membersRouter } from './features/members/members.router.ts';
import { notificationsRouter } from './features/notifications/notifications.router.ts';
import { qualityRouter } from './features/quality/quality.router.ts';
import { ratesRouter } from './features/rates/rates.router.ts';
import { sessionRouter } from './features/session/session.router.ts';
import { sourcesRouter } from './features/sources/sources.router.ts';
import { maturityRouter, strategyRouter } from './features/strategy/strategy.router.ts';
import { streamsRouter } from './features/streams/streams.router.ts';
import { subscriptionsRouter } from './features/subscriptions/subscriptions.router.ts';
import { activityRouter, insightsRouter, tasksRouter } from './features/tasks/tasks.router.ts';
import { traceRouter } from './features/trace/trace.router.ts';
import { viewsRouter } from './features/views/views.router.ts';
import { webhooksRouter } from './features/webhooks/webhooks.router.ts';
import { workspaceRouter } from './features/workspace/workspace.router.ts';
import { router } from './trpc.ts';

/** Every room adds its line. */
export const appRouter = router({
  calendar: calendarRouter,
  campaigns: campaignsRouter,
  requests: requestsRouter,
  decisions: decisionsRouter,
  demo: demoRouter,
  kpi: kpiRouter,
  quality: qualityRouter,
  rates: ratesRouter,
  audit: auditRouter,
  embeds: embedsRouter,
  experiments: experimentsRouter,
  objectives: objectivesRouter,
  goals: goalsRouter,
  activities: activitiesRouter,
  alignment: alignmentRouter,
  health: healthRouter,
  engagement: engagementRouter,
  identity: identityRouter,
  imports: importsRouter,
  integrations: integrationsRouter,
  keys: keysRouter,
  lifecycle: lifecycleRouter,
  links: linksRouter,
  spend: spendRouter,
  tasks: tasksRouter,
  insights: insightsRouter,
  activity: activityRouter,
  members: membersRouter,
  notifications: notificationsRouter,
  session: sessionRouter,
  sources: sourcesRouter,
  plans: plansRouter,
  budgets: budgetsRouter,
  commitments: commitmentsRouter,
  expenses: expensesRouter,
  incentives: incentivesRouter,
  strategy: strategyRouter,
  maturity: maturityRouter,
  streams: streamsRouter,
  subscriptions: subscriptionsRouter,
  trace: traceRouter,
  views: viewsRouter,
  webhooks: webhooksRouter,
  workspace: workspaceRouter,
  content: contentRouter,
  approvals: approvalsRouter,
  claims: claimsRouter,
  messages: messagesRouter,
  publications: publicationsRouter,
  questions: questionsRouter,
  variants: variantsRouter,
  checklists: checklistsRouter,
  clients: clientsRouter,
});
export type AppRouter = typeof appRouter;
