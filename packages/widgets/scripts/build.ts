import { createHash } from 'node:crypto';
import { copyFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build } from 'vite';

const ROOT = join(import.meta.dirname, '..');

/** One self-contained ES module each: one tag in a page, one hash to pin. */
export const BUNDLES = {
  'widgets.js': 'src/define.ts',
  'mops-kpi.js': 'src/kpi/define.ts',
  'mops-trend.js': 'src/trend/define.ts',
  'mops-breakdown.js': 'src/breakdown/define.ts',
  'mops-goal.js': 'src/goal/define.ts',
  'mops-budget.js': 'src/budget/define.ts',
  'mops-table.js': 'src/table/define.ts',
  'all.js': 'src/all.ts',
  'index.js': 'src/index.ts',
} as const;

export type BuiltFile = { bytes: number; gzipBytes: number; integrity: string };

/** Builds every bundle into a folder and returns their sizes. */
export async function buildBundles(
  outDir: string,
  names = Object.keys(BUNDLES) as (keyof typeof BUNDLES)[],
): Promise<Record<string, BuiltFile>> {
  await rm(outDir, { recursive: true, force: true });
  await mkdir(outDir, { recursive: true });
  const files: Record<string, BuiltFile> = {};
  for (const name of names) {
    await build({
      root: ROOT,
      configFile: join(ROOT, 'vite.config.ts'),
      logLevel: 'warn',
      build: {
        outDir,
        emptyOutDir: false,
        lib: { entry: join(ROOT, BUNDLES[name]), formats: ['es'], fileName: () => name },
      },
    });
    const code = await readFile(join(outDir, name));
    files[name] = {
      bytes: code.length,
      gzipBytes: gzipSync(code, { level: 9 }).length,
      integrity: `sha384-${createHash('sha384').update(code).digest('base64')}`,
    };
  }
  await copyFile(join(ROOT, 'src/elements.d.ts'), join(outDir, 'index.d.ts'));
  await writeFile(join(outDir, 'files.json'), `${JSON.stringify(files, null, 2)}\n`);
  return files;
}

// `node scripts/build.ts [folder [bundle…]]`
if (process.argv[1] && resolve(process.argv[1]) === import.meta.filename) {
  const [outDir = join(ROOT, 'dist'), ...names] = process.argv.slice(2);
  const wanted = names.length > 0 ? (names as (keyof typeof BUNDLES)[]) : undefined;
  console.table(await buildBundles(outDir, wanted));
}
