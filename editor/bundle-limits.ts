import { gzipSync } from 'node:zlib';
import type { Plugin, Rolldown } from 'vite';

/** A module that is fetched from here is a route. */
const ROUTER = `${import.meta.dirname}/shell/router.tsx`;

/** Most JavaScript, in kB (1000 bytes) after gzip, that a route may need before it shows anything. */
const LIMITS = { 'flow/FlowScreen.tsx': 400, other: 300 };

/**
 * Fails the build when a route needs more JavaScript than it may, and tells how much each needs: what the page itself loads, and the module
 * that the route fetches with all that this one cannot do without. What is fetched when it is asked for does not count.
 */
export function bundleLimits(): Plugin {
  return {
    name: 'bundle-limits',
    // Not to the pages of tests, which are built with the same settings.
    apply: ({ root }, { command }) =>
      command === 'build' && (root ?? import.meta.dirname) === import.meta.dirname,
    writeBundle(_, bundle) {
      const chunks = new Map(
        Object.values(bundle).flatMap((file) =>
          file.type === 'chunk' ? [[file.fileName, file] as const] : [],
        ),
      );
      const entry = [...chunks.values()].find(({ isEntry }) => isEntry);
      if (!entry) return;
      const first = neededBy(chunks, [entry.fileName]);
      const fetched = this.getModuleInfo(ROUTER)?.dynamicallyImportedIds ?? [];
      const ofModule = new Map([...chunks.values()].map((chunk) => [chunk.facadeModuleId, chunk.fileName]));
      const routes = [entry.fileName, ...fetched.flatMap((id) => ofModule.get(id) ?? [])].map((name) => {
        const needed = neededBy(chunks, [...first, name]);
        return { route: routeOf(chunks.get(name)), kB: sizeOf(chunks, needed) };
      });
      const tooLarge = routes.filter(({ route, kB }) => kB > limitOf(route));
      for (const { route, kB } of routes) {
        const isLarge = kB > limitOf(route);
        this.info(`${route}: ${kB.toFixed(0)} of ${limitOf(route)} kB${isLarge ? ', too much' : ''}`);
      }
      if (tooLarge.length > 0) {
        const list = tooLarge.map(
          ({ route, kB }) => `${route} needs ${kB.toFixed(0)} kB, limit ${limitOf(route)}`,
        );
        this.error(
          `Too much JavaScript before anything is shown: ${list.join('; ')}. Fetch parts of it later.`,
        );
      }
    },
  };
}

type Chunks = ReadonlyMap<string, Rolldown.OutputChunk>;

function neededBy(chunks: Chunks, names: readonly string[]): Set<string> {
  const needed = new Set(names);
  for (const name of needed) for (const next of chunks.get(name)?.imports ?? []) needed.add(next);
  return needed;
}

const sizeOf = (chunks: Chunks, names: ReadonlySet<string>) =>
  [...names].reduce((sum, name) => sum + gzipSync(chunks.get(name)?.code ?? '').length, 0) / 1000;

/** The module that a route fetches, from the web app's folder on. */
const routeOf = (chunk: Rolldown.OutputChunk | undefined) =>
  chunk?.facadeModuleId?.replace(`${import.meta.dirname}/`, '') ?? chunk?.name ?? '';

const limitOf = (route: string) =>
  route === 'flow/FlowScreen.tsx' ? LIMITS['flow/FlowScreen.tsx'] : LIMITS.other;
