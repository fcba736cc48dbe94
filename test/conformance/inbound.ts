import { argv, exit, stderr, stdout } from 'node:process';
import { checkInbound } from './inbound-check.ts';
import { readPayloads } from './inbound-files.ts';
import { isWrong, reportInbound } from './inbound-report.ts';

/*
 * npm run conformance -- DIR [KIND…]
 *
 * Posts every payload in a folder (only those of the kinds, where some are given) to the webhook, signed, and tells what became of each.
 * Exits 0 when all were answered 200 and everything in them is found again with its effect, 1 when not, 2 when it was called wrongly.
 */

const [folder, ...kinds] = argv.slice(2);
if (folder === undefined) {
  stderr.write('Usage: npm run conformance -- DIR [KIND…]\n');
  exit(2);
}
const files = readPayloads(folder).filter(({ kind }) => kinds.length === 0 || kinds.includes(kind));
if (files.length === 0) {
  stderr.write(`There are no such payloads in ${folder}.\n`);
  exit(2);
}
const checked = await checkInbound(files.filter((file) => file.ok));
stdout.write(
  reportInbound(
    checked,
    files.filter((file) => !file.ok),
  ),
);
exit(checked.some(isWrong) ? 1 : 0);
