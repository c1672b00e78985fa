import type { Command, HostCommand, StreamingCommand } from './command.ts';

type Load = () => Promise<(Command | HostCommand | StreamingCommand)[]>;

/** First word of a command → the file that knows it, loaded only when it is asked for. */
export const COMMANDS: Record<string, Load> = {
  serve: async () => [(await import('./serve.ts')).serve],
  workspace: async () =>
    (await import('../features/workspace/workspace.commands.ts')).workspaceCommands,
  import: async () => (await import('../features/imports/imports.commands.ts')).importCommands,
  ingest: async () => (await import('../features/streams/streams.commands.ts')).ingestCommands,
  stream: async () => (await import('../features/streams/streams.commands.ts')).streamCommands,
  source: async () => (await import('../features/imports/imports.commands.ts')).sourceCommands,
  integration: async () =>
    (await import('../features/integrations/integrations.commands.ts')).integrationCommands,
  rates: async () => (await import('../features/rates/rates.commands.ts')).ratesCommands,
  views: async () => (await import('../features/odata/odata.commands.ts')).odataCommands,
  kpi: async () => [
    ...(await import('../features/kpi/kpi.commands.ts')).kpiCommands,
    ...(await import('../features/kpi/definitions.commands.ts')).definitionCommands,
  ],
  quality: async () => (await import('../features/quality/quality.commands.ts')).qualityCommands,
  webhook: async () => (await import('../features/webhooks/webhooks.commands.ts')).webhookCommands,
  subscription: async () =>
    (await import('../features/subscriptions/subscriptions.commands.ts')).subscriptionCommands,
  demo: async () => (await import('../features/demo/demo.commands.ts')).demoCommands,
  audit: async () => (await import('../features/audit/audit.commands.ts')).auditCommands,
  verify: async () => (await import('../features/audit/audit.commands.ts')).verifyCommands,
  channel: async () => (await import('../features/channels/channels.commands.ts')).channelCommands,
  link: async () => (await import('../features/links/links.commands.ts')).linkCommands,
  forecast: async () =>
    (await import('../features/forecast/forecast.commands.ts')).forecastCommands,
  anomalies: async () => (await import('../features/anomaly/anomaly.commands.ts')).anomalyCommands,
  experiment: async () =>
    (await import('../features/experiments/experiments.commands.ts')).experimentsCommands,
  explain: async () => (await import('../features/explain/explain.commands.ts')).explainCommands,
  why: async () => (await import('../features/explain/why.commands.ts')).whyCommands,
  attribute: async () =>
    (await import('../features/attribution/attribution.commands.ts')).attributionCommands,
  allocate: async () =>
    (await import('../features/allocation/allocation.commands.ts')).allocationCommands,
  ltv: async () => (await import('../features/lifetime/lifetime.commands.ts')).lifetimeCommands,
  health: async () => (await import('../features/health/health.commands.ts')).healthCommands,
  duplicates: async () =>
    (await import('../features/identity/identity.commands.ts')).identityCommands,
  goals: async () => (await import('../features/goals/goals.commands.ts')).goalCommands,
  pace: async () => (await import('../features/goals/goals.commands.ts')).paceCommands,
  funnel: async () =>
    (await import('../features/lifecycle/lifecycle.commands.ts')).lifecycleCommands,
  view: async () => (await import('../features/views/views.commands.ts')).viewCommands,
  trace: async () => (await import('../features/trace/trace.commands.ts')).traceCommands,
  budget: async () => (await import('../features/budgets/budgets.commands.ts')).budgetCommands,
  invoices: async () => (await import('../features/budgets/budgets.commands.ts')).invoiceCommands,
  orders: async () => (await import('../features/budgets/budgets.commands.ts')).orderCommands,
  doctor: async () => [(await import('../features/health/doctor.ts')).doctor],
  backup: async () => (await import('../features/backup/backup.commands.ts')).backupCommands,
  restore: async () => (await import('../features/backup/backup.commands.ts')).restoreCommands,
};
