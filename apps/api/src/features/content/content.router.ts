import { mutation, query, router } from '../../trpc.ts';
import { answerVersion, submitVersion, withdrawApproval } from './approvals.ts';
import { contentCalendar } from './calendar.ts';
import {
  addVersion,
  archiveAsset,
  commentAsset,
  createAsset,
  updateAsset,
} from './change-asset.ts';
import { createQuestion, removeQuestion, updateQuestion } from './change-questions.ts';
import { createClaim, listClaims, retireClaim, updateClaim } from './claims.ts';
import { lintText } from './lint.ts';
import { listAssets } from './list-assets.ts';
import { createMessage, readMessages, removeMessage, updateMessage } from './messages.ts';
import { contentPerformance } from './performance.ts';
import { plannedPosts } from './planned-posts.ts';
import { listPosts, publicationResults } from './publication-results.ts';
import { listPublications, publish, withdrawPublication } from './publish.ts';
import { readAsset } from './read-asset.ts';
import { listQuestions } from './read-questions.ts';
import { reviewQueue } from './review-queue.ts';
import { readSettings, saveSettings } from './settings.ts';
import { importQuestions, takeRequest } from './take-questions.ts';
import {
  addVariant,
  exportVariants,
  previewVariant,
  readVariants,
  saveVariants,
} from './variants.ts';

export const contentRouter = router({
  list: query(listAssets),
  read: query(readAsset),
  create: mutation(createAsset),
  update: mutation(updateAsset),
  addVersion: mutation(addVersion),
  archive: mutation(archiveAsset),
  comment: mutation(commentAsset),
  lint: query(lintText),
  calendar: query(contentCalendar),
  plannedPosts: query(plannedPosts),
  performance: query(contentPerformance),
  settings: query(readSettings),
  setSettings: mutation(saveSettings),
});

export const approvalsRouter = router({
  submit: mutation(submitVersion),
  answer: mutation(answerVersion),
  withdraw: mutation(withdrawApproval),
  queue: query(reviewQueue),
});

export const claimsRouter = router({
  list: query(listClaims),
  create: mutation(createClaim),
  update: mutation(updateClaim),
  retire: mutation(retireClaim),
});

export const messagesRouter = router({
  matrix: query(readMessages),
  create: mutation(createMessage),
  update: mutation(updateMessage),
  remove: mutation(removeMessage),
});

export const publicationsRouter = router({
  list: query(listPublications),
  create: mutation(publish),
  withdraw: mutation(withdrawPublication),
  results: query(publicationResults),
  posts: query(listPosts),
});

export const questionsRouter = router({
  list: query(listQuestions),
  create: mutation(createQuestion),
  update: mutation(updateQuestion),
  remove: mutation(removeQuestion),
  import: mutation(importQuestions),
  fromRequest: mutation(takeRequest),
});

export const variantsRouter = router({
  read: query(readVariants),
  save: mutation(saveVariants),
  add: mutation(addVariant),
  preview: query(previewVariant),
  export: query(exportVariants),
});
