/// <reference lib="webworker" />
import type { PushMessage } from '../../../src/contracts/push.js';

// The service worker: keeps the page's own files, so that it opens at once and without a network, and tells of
// replies. It answers for those files alone and keeps nothing else: no conversation ever passes through it.

declare const self: ServiceWorkerGlobalScope;
/** Put in by the build. Their names change with what is in them. */
declare const __HASHED_FILES__: string[];

const hashed = __HASHED_FILES__;
/** Kept as they were when this worker came, for when the server does not answer. */
const pages = ['./', 'appearance.js', 'manifest.webmanifest'];
const SHELL = 'shell-';
const shell = `${SHELL}${hashOf(hashed.join())}`;
/** What a notification says, put there by the page in its language: `{name}` is who replied. */
const WORDS = 'words';

const urlOf = (path: string) => new URL(path, self.registration.scope).href;

function hashOf(text: string): string {
  let hash = 0;
  for (let i = 0; i < text.length; i++) hash = (Math.imul(hash, 31) + text.charCodeAt(i)) | 0;
  return (hash >>> 0).toString(36);
}

self.addEventListener('install', (event) => event.waitUntil(keepShell()));

self.addEventListener('activate', (event) =>
  event.waitUntil(dropOldShells().then(() => self.clients.claim())),
);

self.addEventListener('message', (event) => {
  // The page was loaded from the server, so what waits is not older than it.
  if (event.data === 'take-over') void self.skipWaiting();
  // Signing out had it dropped.
  if (event.data === 'keep-shell') event.waitUntil(keepShell());
});

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = request.url.split(/[?#]/)[0]!;
  if (request.method !== 'GET') return;
  if (hashed.some((path) => urlOf(path) === url)) event.respondWith(keptFirst(url, request));
  else if (pages.some((path) => urlOf(path) === url)) event.respondWith(newestFirst(url, request));
});

async function keepShell(): Promise<void> {
  const cache = await caches.open(shell);
  const kept = new Set((await cache.keys()).map(({ url }) => url));
  await cache.addAll([...pages, ...hashed].map(urlOf).filter((url) => !kept.has(url)));
}

async function dropOldShells(): Promise<void> {
  const old = (await caches.keys()).filter((name) => name.startsWith(SHELL) && name !== shell);
  await Promise.all(old.map((name) => caches.delete(name)));
}

async function keptFirst(url: string, request: Request): Promise<Response> {
  return (await kept(url)) ?? fetch(request);
}

async function newestFirst(url: string, request: Request): Promise<Response> {
  const answer = await fetch(request).catch(() => null);
  if (answer && answer.status < 500) return answer;
  return (await kept(url)) ?? answer ?? Response.error();
}

const kept = async (url: string) => (await caches.open(shell)).match(url, { ignoreVary: true });

self.addEventListener('push', (event) => {
  if (event.data) event.waitUntil(tell(event.data.json() as PushMessage));
});

self.addEventListener('notificationclick', (event) => {
  event.notification.close();
  event.waitUntil(open((event.notification.data as { sessionId: string }).sessionId));
});

const pageOf = (sessionId: string) => urlOf(`./#/sessions/${sessionId}`);
const windows = () => self.clients.matchAll({ type: 'window', includeUncontrolled: true });

/** Says who replied, unless somebody looks at the conversation. */
async function tell({ sessionId, name }: PushMessage): Promise<void> {
  const isLookedAt = ({ url, visibilityState }: WindowClient) =>
    visibilityState === 'visible' && url === pageOf(sessionId);
  if ((await windows()).some(isLookedAt)) return;
  const words = await (await caches.open(WORDS)).match(urlOf('replied'));
  await self.registration.showNotification(
    ((await words?.text()) ?? '{name}').replace('{name}', () => name),
    {
      tag: sessionId,
      icon: urlOf('icons/192.png'),
      data: { sessionId },
    },
  );
}

/** Goes to the conversation in a window that is there, or in another. */
async function open(sessionId: string): Promise<void> {
  const all = await windows();
  const window = all.find(({ url }) => url === pageOf(sessionId)) ?? all[0];
  if (!window) return void (await self.clients.openWindow(pageOf(sessionId)));
  window.postMessage({ open: sessionId });
  await window.focus().catch(() => undefined);
}
