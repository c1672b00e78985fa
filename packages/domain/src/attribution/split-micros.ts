/**
 * Splits a whole number by weights so that the parts sum to it exactly (largest remainder; ties go
 * to the earlier part). Negative weights are allowed as long as the weights do not sum to 0.
 */
export function splitMicros(total: number, weights: ArrayLike<number>): number[] {
  const parts: number[] = [];
  const order: number[] = [];
  const remainders: number[] = [];
  let sum = 0;
  for (let i = 0; i < weights.length; i++) sum += weights[i] ?? 0;
  let given = 0;
  for (let i = 0; i < weights.length; i++) {
    const exact = (total * (weights[i] ?? 0)) / sum;
    const part = Math.floor(exact);
    parts.push(part);
    remainders.push(exact - part);
    order.push(i);
    given += part;
  }
  order.sort((a, b) => (remainders[b] ?? 0) - (remainders[a] ?? 0) || a - b);
  for (let i = 0, left = total - given; left !== 0 && i < order.length * 2; i++) {
    const at = order[i % order.length] ?? 0;
    parts[at] = (parts[at] ?? 0) + Math.sign(left);
    left -= Math.sign(left);
  }
  return parts;
}
