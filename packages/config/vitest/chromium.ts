import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** How to launch the Chromium that the tests use; `CHROMIUM_PATH` names another one. */
export async function chromiumLaunch() {
  const args = ['--no-sandbox', '--disable-background-networking'];
  if (process.env.CHROMIUM_PATH) return { executablePath: process.env.CHROMIUM_PATH, args };
  if (process.platform !== 'linux' || process.arch !== 'x64') return { args };
  const dir = await unpackedChromium();
  const env = {
    ...process.env,
    LD_LIBRARY_PATH: join(dir, 'al2023/lib'),
    FONTCONFIG_FILE: join(dir, 'fonts.conf'),
  } as Record<string, string>;
  return { executablePath: join(dir, 'chromium'), args, env };
}

// The packed browser carries its libraries and fonts, but unpacks them to a shared place and
// without care for a second process: so it is unpacked aside and moved in one step.
async function unpackedChromium() {
  const root = join(dirname(fileURLToPath(import.meta.resolve('@sparticuz/chromium'))), '..');
  const packed = [join(root, 'bin'), join(root, '../bin')].find(existsSync) ?? join(root, 'bin');
  const manifest = [join(root, 'package.json'), join(root, '../package.json')].find(existsSync);
  const version = manifest ? JSON.parse(await readFile(manifest, 'utf8')).version : 'unknown';
  const cache = join(import.meta.dirname, '../node_modules/.cache');
  const dir = join(cache, `chromium-${version}`);
  if (existsSync(dir)) return dir;
  await mkdir(cache, { recursive: true });
  const partial = await mkdtemp(join(cache, 'unpack-'));
  const tmpdir = process.env.TMPDIR;
  process.env.TMPDIR = partial;
  const { default: chromium, inflate } = await import('@sparticuz/chromium');
  chromium.setGraphicsMode = false;
  await chromium.executablePath(packed);
  await inflate(join(packed, 'al2023.tar.br'));
  if (tmpdir === undefined) delete process.env.TMPDIR;
  else process.env.TMPDIR = tmpdir;
  const fonts = `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig><dir>${dir}/fonts</dir><dir>/usr/share/fonts</dir><cachedir>${dir}/fonts-cache</cachedir></fontconfig>\n`;
  await writeFile(join(partial, 'fonts.conf'), fonts);
  await rename(partial, dir).catch(() => rm(partial, { recursive: true, force: true }));
  return dir;
}
