export { wilsonInterval } from '../statistics/interval.ts';
