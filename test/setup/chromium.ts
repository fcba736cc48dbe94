import { execFileSync } from 'node:child_process';
import { createReadStream, createWriteStream, existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { brotliDecompressSync, createBrotliDecompress } from 'node:zlib';
import { type Browser, chromium } from 'playwright-core';

/** A Chromium that can be started: its binary, and the environment that it needs besides ours. */
interface Installed {
  executablePath: string;
  env: Record<string, string>;
}

const systemBinary = '/usr/bin/chromium';

// Keep Chromium from calling its maker's servers, which a closed network refuses many times a second.
const stayQuiet = [
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-quic',
  '--disable-sync',
  '--no-first-run',
];

// A microphone and a camera that are made up, and given without asking.
const pretendDevices = ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'];

/** Starts a headless Chromium; close it after the test. */
export async function launchBrowser(): Promise<Browser> {
  const { executablePath, env } = await installBrowser();
  return chromium.launch({
    executablePath,
    // Chromium's own sandbox does not start as root, and the pages are ours.
    args: ['--no-sandbox', '--disable-gpu', ...stayQuiet, ...pretendDevices],
    env: { ...process.env, ...env },
  });
}

let shared: Promise<Browser> | null = null;

/** The Chromium of this process's tests, which ends with it. Close the pages, not the browser; nothing is kept from page to page. */
export async function sharedBrowser(): Promise<Browser> {
  shared ??= launchBrowser();
  const browser = await shared;
  if (browser.isConnected()) return browser;
  shared = null;
  return sharedBrowser();
}

/**
 * Finds or installs the Chromium of the tests, which may take minutes the first time. On Linux x64 it is the one that npm
 * brought, the same everywhere, with libraries and a font of its own; elsewhere it is the machine's.
 */
export async function installBrowser(): Promise<Installed> {
  return `${process.platform} ${process.arch}` === 'linux x64' ? fromPackage() : fromMachine();
}

/** The package carries Chromium, the libraries that it needs and a font, compressed. They are unpacked once. */
async function fromPackage(): Promise<Installed> {
  const entry = createRequire(import.meta.url).resolve('@sparticuz/chromium');
  const packageFolder = path.join(path.dirname(entry), '..');
  const { version } = JSON.parse(await readFile(path.join(packageFolder, 'package.json'), 'utf8'));
  const cache = path.join(import.meta.dirname, '../../node_modules/.cache');
  const folder = path.join(cache, `chromium-${version}`);
  if (!existsSync(folder)) await unpack(path.join(packageFolder, 'bin'), folder);
  return {
    executablePath: path.join(folder, 'chromium'),
    env: { LD_LIBRARY_PATH: path.join(folder, 'lib'), FONTCONFIG_FILE: path.join(folder, 'fonts.conf') },
  };
}

async function unpack(archives: string, folder: string): Promise<void> {
  await mkdir(path.dirname(folder), { recursive: true });
  const unfinished = await mkdtemp(`${folder}-`);
  await pipeline(
    createReadStream(path.join(archives, 'chromium.br')),
    createBrotliDecompress(),
    createWriteStream(path.join(unfinished, 'chromium'), { mode: 0o755 }),
  );
  for (const archive of ['al2023.tar.br', 'fonts.tar.br']) {
    const input = brotliDecompressSync(await readFile(path.join(archives, archive)));
    execFileSync('tar', ['-x', '-C', unfinished], { input });
  }
  await writeFile(path.join(unfinished, 'fonts.conf'), fontsIn(folder));
  // Two test files may unpack at the same time: the first one to finish wins, and both have the same.
  await rename(unfinished, folder).catch(async (error) => {
    await rm(unfinished, { recursive: true, force: true });
    if (!existsSync(folder)) throw error;
  });
}

function fontsIn(folder: string): string {
  const lines = [`<dir>${folder}/fonts</dir>`, `<cachedir>${folder}/fonts-cache</cachedir>`];
  return `<?xml version="1.0"?>\n<!DOCTYPE fontconfig SYSTEM "fonts.dtd">\n<fontconfig>${lines.join('')}</fontconfig>\n`;
}

function fromMachine(): Installed {
  const isDebianRoot = process.getuid?.() === 0 && existsSync('/usr/bin/apt-get');
  if (!existsSync(systemBinary) && isDebianRoot) {
    for (const args of [['update'], ['install', '-y', 'chromium']]) {
      execFileSync('apt-get', ['-qq', ...args], { stdio: ['ignore', 'ignore', 'pipe'] });
    }
  }
  if (!existsSync(systemBinary)) throw new Error(`The browser tests need a Chromium at ${systemBinary}`);
  return { executablePath: systemBinary, env: {} };
}
