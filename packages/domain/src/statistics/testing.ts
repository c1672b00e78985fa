/**
 * Published series as the fixtures keep them (`scripts/pack-series.ts` writes them): of each how many
 * decimals and how many values, then the differences of its values as whole numbers, seven bits a byte.
 */
export function unpackSeries(bytes: Uint8Array): Float64Array[] {
  let at = 0;
  const next = () => {
    let [value, unit] = [0, 1];
    for (; (bytes[at] as number) > 127; at++, unit *= 128)
      value += ((bytes[at] as number) - 128) * unit;
    return value + (bytes[at++] as number) * unit;
  };
  const series: Float64Array[] = [];
  while (at < bytes.length) {
    const scale = 10 ** next();
    let sum = 0;
    series.push(
      Float64Array.from({ length: next() }, () => {
        const code = next();
        sum += code % 2 === 0 ? code / 2 : -(code + 1) / 2;
        return sum / scale;
      }),
    );
  }
  return series;
}
