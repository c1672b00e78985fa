/** A Google Ads campaign report as the platform downloads it: UTF-16LE, tabs, a preamble, totals. */
export function googleAdsExport(): Buffer {
  const days = ['2026-10-01', '2026-10-02', '2026-10-03'];
  const rows = days.flatMap((day, index) => [
    [day, 'Brand – Nürnberg', 'EUR', `${1200 + index}`, `${30 + index}`, `1${index},50`, '1,00'],
    [day, 'Generic', 'EUR', '"2.000"', '40', '20,25', '0,50'],
  ]);
  const lines = [
    ['Campaign report'],
    ['1 October 2026 - 3 October 2026'],
    ['Day', 'Campaign', 'Currency code', 'Impr.', 'Clicks', 'Cost', 'Conversions'],
    ...rows,
    ['Total: Campaigns', ' --', 'EUR', '"9.603"', '213', '95,25', '4,50'],
  ];
  const text = lines.map((line) => line.join('\t')).join('\r\n');
  return Buffer.from(`\ufeff${text}\r\n`, 'utf16le');
}
