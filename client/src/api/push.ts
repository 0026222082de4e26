import { api } from './api.js';
import { Failure } from './failure.js';

/** Why this browser cannot be told of replies, or whether it is. */
export type PushState = 'insecure' | 'not_installed' | 'unsupported' | 'denied' | 'off' | 'on';

const registered = () => navigator.serviceWorker.ready;

export async function pushState(): Promise<PushState> {
  if (!isSecureContext) return 'insecure';
  if (!('serviceWorker' in navigator) || !('PushManager' in globalThis) || !('Notification' in globalThis)) {
    return isApple() && !isInstalled() ? 'not_installed' : 'unsupported';
  }
  if (Notification.permission === 'denied') return 'denied';
  const registration = await navigator.serviceWorker.getRegistration();
  const subscription = await registration?.pushManager.getSubscription();
  return subscription && Notification.permission === 'granted' ? 'on' : 'off';
}

/** Asks the person, their browser's push service and the server, in this order. @throws Failure */
export async function subscribe(): Promise<void> {
  if ((await Notification.requestPermission()) !== 'granted') return;
  const { publicKey } = await api.pushKey();
  const { pushManager } = await registered();
  // Of an older key nothing could be sent to it.
  await (await pushManager.getSubscription())?.unsubscribe();
  const subscription = await pushManager
    .subscribe({ userVisibleOnly: true, applicationServerKey: publicKey })
    .catch((cause: unknown) => {
      throw new Failure('push_unavailable', String(cause));
    });
  await api.pushSubscribe(subscription.toJSON());
}

/** @throws Failure */
export async function unsubscribe(): Promise<void> {
  const subscription = await (await registered()).pushManager.getSubscription();
  if (!subscription) return;
  const { id } = await api.pushSubscribe(subscription.toJSON());
  await api.pushUnsubscribe(id);
  await subscription.unsubscribe();
}

/** iPads call themselves Macs, but have fingers. */
const isApple = () =>
  /iPhone|iPad|iPod/.test(navigator.userAgent) ||
  (/Macintosh/.test(navigator.userAgent) && navigator.maxTouchPoints > 1);

const isInstalled = () => matchMedia('(display-mode: standalone)').matches;
