/** Lets the browser install the app, and show a page of ours when there is no connection. Where it is not allowed nothing is lost. */
export function registerWorker(): void {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return;
  navigator.serviceWorker.register('/worker.js').catch(() => {});
}
