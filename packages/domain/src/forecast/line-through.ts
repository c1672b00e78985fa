/** Least squares through equally spaced values: the mean, the middle of time (from 0) and the slope per step. */
export function lineThrough(values: ArrayLike<number>, count = values.length) {
  const middle = (count - 1) / 2;
  let mean = 0;
  for (let t = 0; t < count; t++) mean += (values[t] as number) / count;
  let cross = 0;
  let square = 0;
  for (let t = 0; t < count; t++) {
    cross += (t - middle) * ((values[t] as number) - mean);
    square += (t - middle) ** 2;
  }
  return { mean, middle, slope: square > 0 ? cross / square : 0 };
}
