export {
  type Clone,
  type CloneOrder,
  type Clones,
  cloneCampaigns,
  codeFrom,
} from './clone-campaigns.ts';
export { guessType } from './read-code.ts';
export { shippedTemplates } from './templates.ts';
