import { createRouter } from 'sv-router';
import HomeScreen from './features/session/HomeScreen.svelte';
import { navigation } from './state/navigation.ts';

let loads = 0;

/** Every address and its screen. Screens come when they are needed. */
export const { p, navigate, route, preload } = createRouter({
  '/': HomeScreen,
  '/claim': () => import('./features/session/ClaimScreen.svelte'),
  '/open': () => import('./features/session/OpenScreen.svelte'),
  '/sign-in': () => import('./features/session/SignInScreen.svelte'),
  '/new-workspace': () => import('./features/session/NewWorkspaceScreen.svelte'),
  '/w/:slug': {
    layout: () => import('./shell/Shell.svelte'),
    '/': () => import('./features/board/BoardScreen.svelte'),
    '/kpis': () => import('./features/kpi/KpiListScreen.svelte'),
    '/kpis/:id/why': () => import('./features/explain/WhyScreen.svelte'),
    '/content': () => import('./features/content/ContentScreen.svelte'),
    '/content/reviews': () => import('./features/content/ReviewsScreen.svelte'),
    '/content/claims': () => import('./features/content/ClaimsScreen.svelte'),
    '/content/messages': () => import('./features/content/MessagesScreen.svelte'),
    '/content/calendar': () => import('./features/content/ContentCalendar.svelte'),
    '/content/rules': () => import('./features/content/RulesScreen.svelte'),
    '/content/checklists': () => import('./features/checklists/PacksScreen.svelte'),
    '/content/:id': () => import('./features/content/AssetScreen.svelte'),
    '/links': () => import('./features/links/LinksScreen.svelte'),
    '/experiments': () => import('./features/experiments/ExperimentsScreen.svelte'),
    '/experiments/:id': () => import('./features/experiments/ExperimentScreen.svelte'),
    '/goals': () => import('./features/goals/GoalsScreen.svelte'),
    '/goals/alignment': () => import('./features/goals/AlignmentScreen.svelte'),
    '/goals/week': () => import('./features/goals/WeekScreen.svelte'),
    '/goals/review': () => import('./features/goals/ReviewScreen.svelte'),
    '/goals/:id': () => import('./features/goals/GoalScreen.svelte'),
    '/budget': () => import('./features/budgets/PlanScreen.svelte'),
    '/budget/summary': () => import('./features/budgets/SummaryScreen.svelte'),
    '/campaigns': () => import('./features/campaigns/CampaignsScreen.svelte'),
    '/campaigns/new': () => import('./features/campaigns/NewCampaignScreen.svelte'),
    '/campaigns/:id': () => import('./features/campaigns/CampaignScreen.svelte'),
    '/campaigns/:id/:tab': () => import('./features/campaigns/CampaignScreen.svelte'),
    '/requests': () => import('./features/campaigns/RequestsScreen.svelte'),
    '/requests/new': () => import('./features/campaigns/NewRequestScreen.svelte'),
    '/calendar': () => import('./features/campaigns/CalendarScreen.svelte'),
    '/trace': () => import('./features/trace/TraceScreen.svelte'),
    '/tasks': () => import('./features/tasks/TasksScreen.svelte'),
    '/kpis/:id': () => import('./features/kpi/KpiScreen.svelte'),
    '/import': () => import('./features/imports/ImportScreen.svelte'),
    '/sources': () => import('./features/sources/SourcesScreen.svelte'),
    '/sources/:id': () => import('./features/sources/SourceScreen.svelte'),
    '/streams': () => import('./features/streams/StreamListScreen.svelte'),
    '/streams/:id': () => import('./features/streams/StreamScreen.svelte'),
    '/streams/:id/:tab': () => import('./features/streams/StreamScreen.svelte'),
    '/connections': () => import('./features/integrations/ConnectionsScreen.svelte'),
    '/webhooks': () => import('./features/webhooks/WebhooksScreen.svelte'),
    '/catalogue': () => import('./features/catalogue/CatalogueScreen.svelte'),
    '/quality': () => import('./features/quality/QualityScreen.svelte'),
    '/quality/:id': () => import('./features/quality/IssueScreen.svelte'),
    '/lifecycle': () => import('./features/lifecycle/LifecycleScreen.svelte'),
    '/people': () => import('./features/identity/PeopleScreen.svelte'),
    '/people/:id': () => import('./features/identity/PersonScreen.svelte'),
    '/duplicates': () => import('./features/identity/DuplicatesScreen.svelte'),
    '/engagement': () => import('./features/engagement/EngagementScreen.svelte'),
    '/settings': () => import('./features/settings/SettingsScreen.svelte'),
    '/settings/:section': () => import('./features/settings/SettingsScreen.svelte'),
  },
  '*': () => import('./shell/NotFound.svelte'),
  hooks: {
    beforeLoad() {
      loads += 1;
      navigation.moved = loads > 1;
    },
  },
});
