import { mutation, query, router } from '../../trpc.ts';
import { readBudgetRules, setBudgetRules } from './budget-rules.ts';
import { closeMonth, listMonths, reopenMonth } from './close-month.ts';
import { listClosedWaste } from './closed-waste.ts';
import {
  closeCommitment,
  createCommitment,
  decideWaiting,
  listCommitments,
} from './commitments.ts';
import {
  adjustExpense,
  createExpense,
  leaveExpense,
  matchExpense,
  updateExpense,
} from './expenses.ts';
import { importInvoices } from './import-invoices.ts';
import { importOrders } from './import-orders.ts';
import { listExpenses } from './list-expenses.ts';
import { readPace } from './pace.ts';
import { addSpendRule, listSpend, listSpendRules, removeSpendRule } from './spend-rules.ts';
import { summarise } from './summary.ts';
import { closeWaste, readWaste, reopenWaste } from './waste.ts';

export const budgetsRouter = router({
  summary: query(summarise),
  pace: query(readPace),
  months: query(listMonths),
  spend: query(listSpend),
  waste: query(readWaste),
  closedWaste: query(listClosedWaste),
  closeWaste: mutation(closeWaste),
  reopenWaste: mutation(reopenWaste),
  spendRules: query(listSpendRules),
  rules: query(readBudgetRules),
  setRules: mutation(setBudgetRules),
  closeMonth: mutation(closeMonth),
  reopenMonth: mutation(reopenMonth),
  addSpendRule: mutation(addSpendRule),
  removeSpendRule: mutation(removeSpendRule),
});

export const commitmentsRouter = router({
  list: query(listCommitments),
  create: mutation(createCommitment),
  decide: mutation(decideWaiting),
  close: mutation(closeCommitment),
  import: mutation(importOrders),
});

export const expensesRouter = router({
  list: query(listExpenses),
  create: mutation(createExpense),
  match: mutation(matchExpense),
  leave: mutation(leaveExpense),
  update: mutation(updateExpense),
  adjust: mutation(adjustExpense),
  import: mutation(importInvoices),
});
