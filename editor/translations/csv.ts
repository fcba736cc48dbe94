import Papa from 'papaparse';

/** The sheet as a file. The mark at its beginning makes spreadsheets read it as UTF-8. */
export function toCsv(sheet: readonly (readonly string[])[]): string {
  return `\uFEFF${Papa.unparse(
    sheet.map((row) => [...row]),
    { newline: '\r\n' },
  )}\r\n`;
}

/** The sheet in a file, whatever it separates cells by: comma, semicolon or tab. */
export function fromCsv(text: string): string[][] {
  const { data } = Papa.parse<string[]>(text.replace(/^\uFEFF/, ''), {
    delimiter: delimiterOf(text),
    skipEmptyLines: true,
  });
  return data;
}

/** The heading holds names only, so what stands most often between them separates. */
function delimiterOf(text: string): string {
  const [heading = ''] = text.split(/\r?\n/, 1);
  const count = (mark: string) => heading.split(mark).length;
  return [',', ';', '\t'].reduce((best, mark) => (count(mark) > count(best) ? mark : best));
}
