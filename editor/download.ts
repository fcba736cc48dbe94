/** Gives the person a file to keep. */
export function download(name: string, type: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  /* The browser has begun to read by then, and would keep the text for as long as the page is open. */
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
