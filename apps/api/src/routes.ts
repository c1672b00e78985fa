import type { Route } from './doors/route.ts';
import { incentiveRoutes } from './features/budgets/incentives.routes.ts';
import { moneyRoutes } from './features/budgets/money.routes.ts';
import { planRoutes } from './features/budgets/plans.routes.ts';
import { campaignRoutes } from './features/campaigns/campaigns.routes.ts';
import { requestRoutes } from './features/campaigns/requests.routes.ts';
import { checklistRoutes } from './features/checklists/checklists.routes.ts';
import { clientRoutes } from './features/clients/clients.routes.ts';
import { contentRoutes } from './features/content/content.routes.ts';
import { performanceRoutes } from './features/content/performance.routes.ts';
import { questionRoutes } from './features/content/questions.routes.ts';
import { reviewRoutes } from './features/content/review.routes.ts';
import { variantRoutes } from './features/content/variants.routes.ts';
import { decisionRoutes } from './features/decisions/decisions.routes.ts';
import { demoRoutes } from './features/demo/demo.routes.ts';
import { embedRoutes } from './features/embeds/embeds.routes.ts';
import { experimentRoutes } from './features/experiments/experiments.routes.ts';
import { explainRoutes } from './features/explain/explain.routes.ts';
import { activityRoutes } from './features/goals/activities.routes.ts';
import { goalRoutes } from './features/goals/goals.routes.ts';
import { healthRoutes } from './features/health/health.routes.ts';
import { importRoutes } from './features/imports/imports.routes.ts';
import { integrationRoutes } from './features/integrations/integrations.routes.ts';
import { kpiRoutes } from './features/kpi/kpi.routes.ts';
import { linkRoutes } from './features/links/links.routes.ts';
import { odataRoutes } from './features/odata/odata.routes.ts';
import { pushRoutes } from './features/push/push.routes.ts';
import { qualityRoutes } from './features/quality/quality.routes.ts';
import { sourceRoutes } from './features/sources/sources.routes.ts';
import { strategyRoutes } from './features/strategy/strategy.routes.ts';
import { subscriptionRoutes } from './features/subscriptions/subscriptions.routes.ts';
import { taskRoutes } from './features/tasks/tasks.routes.ts';
import { traceRoutes } from './features/trace/trace.routes.ts';
import { viewRoutes } from './features/views/views.routes.ts';

/** Every address of the public REST. A room adds its line. */
export const ROUTES: Route[] = [
  ...kpiRoutes,
  ...explainRoutes,
  ...campaignRoutes,
  ...requestRoutes,
  ...linkRoutes,
  ...taskRoutes,
  ...traceRoutes,
  ...embedRoutes,
  ...viewRoutes,
  ...experimentRoutes,
  ...planRoutes,
  ...moneyRoutes,
  ...incentiveRoutes,
  ...importRoutes,
  ...pushRoutes,
  ...sourceRoutes,
  ...goalRoutes,
  ...activityRoutes,
  ...strategyRoutes,
  ...decisionRoutes,
  ...healthRoutes,
  ...demoRoutes,
  ...integrationRoutes,
  ...qualityRoutes,
  ...odataRoutes,
  ...contentRoutes,
  ...performanceRoutes,
  ...questionRoutes,
  ...variantRoutes,
  ...reviewRoutes,
  ...checklistRoutes,
  ...clientRoutes,
  ...subscriptionRoutes,
];
