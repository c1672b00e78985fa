export { answerKpis, type TableAnswer, type TableQuestion, type Tables } from './answer-kpis.ts';
export { evaluateKpis } from './evaluate.ts';
export { type RatioDelta, ratioDelta } from './ratio-delta.ts';
export { dimValue, type Fact, sumRows } from './sum-rows.ts';
export { sumTable } from './sum-table.ts';
export {
  type NumberColumn,
  type PlainRow,
  type Table,
  type TextColumn,
  tableOf,
} from './table.ts';
