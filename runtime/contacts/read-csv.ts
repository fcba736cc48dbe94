import { asWritten } from '@parley/flows/translation-sheet.ts';
import Papa from 'papaparse';

/**
 * A file with a heading, whatever separates its cells: comma, semicolon or tab. Null when there is no heading. The quote that spreadsheets
 * put before what they are not to calculate is not part of a cell.
 */
export function readCsv(text: string): { columns: string[]; rows: string[][] } | null {
  const { data } = Papa.parse<string[]>(text.replace(/^\uFEFF/, ''), {
    delimitersToGuess: [',', ';', '\t'],
    skipEmptyLines: 'greedy',
  });
  const [heading, ...rows] = data.map((row) => row.map(asWritten));
  if (!heading || heading.every((name) => name.trim() === '')) return null;
  return { columns: heading.slice(0, 200).map((name) => name.trim().slice(0, 200)), rows };
}
