// Every element in one file: for pages that show more than KPIs.
import './define.ts';
import './goal/define.ts';
import './budget/define.ts';
import './table/define.ts';
