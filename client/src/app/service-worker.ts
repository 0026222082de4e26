import { api } from '../api/api.js';
import { go, to } from '../browser/route.js';

// The page's side of the service worker. Browsers have one over https and on this computer alone.

const workers = () => (import.meta.env.PROD ? navigator.serviceWorker : undefined);
/** As the worker finds it. */
const WORDS = 'words';

let isNewer = false;
const listeners = new Set<() => void>();

/** Whether another version of the page waits to be loaded; for `useSyncExternalStore`. */
export const newerVersion = {
  isReady: () => isNewer,
  subscribe: (listener: () => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
};

function tellOfNewer(): void {
  isNewer = true;
  for (const listener of listeners) listener();
}

/** For somebody who is signed in. A browser that refuses has no worker, and all else works. */
export async function startWorker(): Promise<void> {
  const container = workers();
  if (!container) return;
  try {
    container.onmessage = ({ data }: MessageEvent<{ open?: string }>) => {
      if (data.open) go(to.session(data.open));
    };
    const registration = await container.register('./sw.js', { updateViaCache: 'none' });
    // This page is as new as what waits: it came from the server a moment ago.
    registration.waiting?.postMessage('take-over');
    registration.active?.postMessage('keep-shell');
    registration.onupdatefound = () => {
      const next = registration.installing;
      if (!next || !registration.active) return;
      next.onstatechange = () => next.state === 'installed' && tellOfNewer();
    };
    document.addEventListener('visibilitychange', () => {
      if (document.visibilityState === 'visible') void registration.update().catch(() => undefined);
    });
    const subscription = await registration.pushManager?.getSubscription();
    if (subscription) await api.pushSubscribe(subscription.toJSON());
  } catch {
    // refused, or the server is away
  }
}

/** Nothing of who was here stays: no files, no words, no notifications, and none to come. */
export async function clearWorker(): Promise<void> {
  const registration = await workers()?.getRegistration();
  if (!registration) return;
  const [subscription, told, names] = await Promise.all([
    registration.pushManager?.getSubscription(),
    registration.getNotifications?.(),
    caches.keys(),
  ]);
  for (const notification of told ?? []) notification.close();
  await Promise.all([
    subscription?.unsubscribe().catch(() => false),
    ...names.map((name) => caches.delete(name)),
  ]);
}

/** Gives the worker what a notification says. @param sentence with `{name}` for who replied */
export async function keepWords(sentence: string): Promise<void> {
  if (!workers()) return;
  const cache = await caches.open(WORDS);
  await cache.put('./replied', new Response(sentence));
}
