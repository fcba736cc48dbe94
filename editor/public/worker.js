/*
 * Lets the app be installed, and says so when there is no connection. It keeps one page and answers nothing else: everything but opening a
 * page goes past it, so that it can neither serve what is old nor keep what is secret.
 */
const PAGE = '/offline.html';
const KEPT = 'parley-offline-1';

self.addEventListener('install', (event) => {
  event.waitUntil(caches.open(KEPT).then((cache) => cache.add(PAGE)));
  self.skipWaiting();
});
self.addEventListener('activate', (event) => {
  event.waitUntil(self.clients.claim());
});
self.addEventListener('fetch', (event) => {
  if (event.request.mode !== 'navigate') return;
  event.respondWith(fetch(event.request).catch(async () => (await caches.match(PAGE)) ?? Response.error()));
});
