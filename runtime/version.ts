import { readFileSync } from 'node:fs';
import { z } from 'zod';

const manifest = new URL('./package.json', import.meta.url);

/** The version of this Parley, such as `0.1.0`. */
export const VERSION = z
  .looseObject({ version: z.string() })
  .parse(JSON.parse(readFileSync(manifest, 'utf8'))).version;
