export {
  auditLinks,
  type CampaignSpend,
  type LinksAudit,
  type MadeLink,
} from './audit-links.ts';
export { COMMON_SOURCES, isOfPlatform, type PlatformTags, platformTags } from './platforms.ts';
