import type { PushState } from '../../../api/push.js';

/** Web Push: this device is told that a reply is ready. */
export const notifications = {
  /** The notification itself. */
  replied: (name: string) => `${name} has replied`,
  example: 'Mira',
  what: (sentence: string) =>
    `Get a notification such as “${sentence}” when a reply is ready and you are not looking at the conversation. It never contains the text.`,
  here: 'Notify me on this device',
  how: 'Notifications go through your browser’s push service, encrypted. Signing out turns them off.',
  states: {
    insecure:
      'Browsers allow notifications only over https, or on the computer that Keepsake runs on (localhost). Put Keepsake behind https to use them here.',
    not_installed:
      'On an iPhone or iPad, first add Keepsake to the Home Screen (Share → Add to Home Screen), then open it there.',
    unsupported: 'This browser does not support push notifications.',
    denied:
      'Notifications are blocked for this site. Allow them in the browser: click the icon beside the address, then Notifications → Allow.',
  } satisfies Partial<Record<PushState, string>>,
};
