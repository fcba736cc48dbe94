import { html } from 'hono/html';
import type { HtmlEscapedString } from 'hono/utils/html';

export type Html = HtmlEscapedString | Promise<HtmlEscapedString>;

/** Where the stylesheet of the pages made here is served. */
export const STYLE_PATH = '/api/docs/style.css';

/** A page of plain HTML in Parley's look: no script, nothing from elsewhere. */
export function page({ title, content }: { title: string; content: Html }): Html {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<link rel="stylesheet" href="${STYLE_PATH}">
</head>
<body>
${content}
</body>
</html>
`;
}

/** Text in which words between backticks are code. */
export function withCode(text: string): (Html | string)[] {
  return text.split('`').map((part, index) => (index % 2 === 1 ? html`<code>${part}</code>` : part));
}

export const STYLE = `:root {
  color-scheme: light dark;
  --ground: #f6f7f5; --surface: #ffffff; --line: #e2e6e3;
  --ink: #17201e; --muted: #5b6663; --accent: #0b6b5d;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #101413; --surface: #181d1c; --line: #2b3432;
    --ink: #e8eeec; --muted: #a0aba8; --accent: #3fbfa8;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0; padding: 24px 16px 48px; background: var(--ground); color: var(--ink);
  font: 400 14px/20px 'Inter Variable', Inter, system-ui, sans-serif; font-variant-numeric: tabular-nums;
}
main, header, nav, footer { max-width: 880px; margin: 0 auto; }
h1 { font-size: 20px; line-height: 28px; font-weight: 650; margin: 0 0 8px; }
h2 { font-size: 16px; line-height: 24px; font-weight: 650; margin: 32px 0 8px; }
h3 { font-size: 14px; font-weight: 650; margin: 0; }
h4 { font-size: 13px; font-weight: 550; color: var(--muted); margin: 16px 0 4px; }
p { margin: 8px 0; max-width: 68ch; }
a { color: var(--accent); }
a:focus-visible, summary:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; border-radius: 4px; }
ul { padding-left: 20px; }
nav ul { list-style: none; padding: 0; display: flex; flex-wrap: wrap; gap: 4px 16px; }
nav a, .operations a { display: inline-block; min-height: 24px; }
article {
  background: var(--surface); border: 1px solid var(--line); border-radius: 8px;
  padding: 12px 16px; margin: 12px 0; overflow-wrap: anywhere;
}
code, pre { font: 13px/20px ui-monospace, 'SF Mono', Menlo, Consolas, monospace; }
pre { overflow-x: auto; padding: 12px; background: var(--ground); border-radius: 8px; max-height: 480px; }
.method { color: var(--accent); font-weight: 650; margin-right: 8px; }
.aside { color: var(--muted); font-size: 12px; }
.scroll { overflow-x: auto; }
table { width: 100%; border-collapse: collapse; font-size: 13px; }
th, td { text-align: left; vertical-align: top; padding: 8px 12px 8px 0; border-top: 1px solid var(--line); }
th { white-space: nowrap; font-weight: 550; color: var(--muted); border-top: 0; }
`;
