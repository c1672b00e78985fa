// Adds up the JSON reports of the test runs: `node scripts/count-tests.mjs <folder> <status of the run>`.
// The last line is `N passed, N failed`; the exit status is that of the run, or 1 when a test failed or none ran.
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

const [folder, status = '0'] = process.argv.slice(2);
const count = { passed: 0, failed: 0, pending: 0 };
const failures = [];
for (const name of readdirSync(folder)
  .filter((file) => file.endsWith('.json'))
  .sort()) {
  const report = JSON.parse(readFileSync(join(folder, name), 'utf8'));
  // A file that could not be loaded holds no test, and is a failure all the same.
  const broken = report.testResults.filter(
    (file) => file.status === 'failed' && file.assertionResults.length === 0,
  );
  failures.push(...broken.map((file) => ({ file: file.name, message: file.message })));
  for (const file of report.testResults)
    for (const test of file.assertionResults.filter((one) => one.status === 'failed'))
      failures.push({ file: file.name, test: test.fullName, message: test.failureMessages[0] });
  count.passed += report.numPassedTests;
  count.failed += report.numFailedTests + broken.length;
  count.pending += report.numPendingTests + report.numTodoTests;
  console.log(
    `${name.replace('.json', '')}: ${report.numPassedTests} passed, ${report.numFailedTests + broken.length} failed`,
  );
}
// Here, at the end, because the failure itself scrolled by long ago.
for (const { file, test, message } of failures)
  console.log(
    `FAILED ${relative(process.cwd(), file)}${test ? ` > ${test}` : ''}\n${(message ?? '').slice(0, 2000)}`,
  );
if (count.pending > 0) console.log(`skipped: ${count.pending}`);
if (status !== '0' && count.failed === 0) {
  console.log(
    `The test command ended with status ${status} before or beside the tests; see above.`,
  );
}
console.log(`${count.passed} passed, ${count.failed} failed`);
process.exit(Number(status) || (count.failed > 0 || count.passed === 0 ? 1 : 0));
