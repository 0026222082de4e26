/** `GET /api/push`: what a browser needs to subscribe. */
export interface PushView {
  /** The application server's key, VAPID's, as base64url: 65 bytes of P-256. */
  publicKey: string;
}

/** `POST /api/push/subscriptions`: a browser's own subscription, as `PushSubscription.toJSON()` gives it. */
export interface PushSubscriptionView {
  id: string;
}

/** What a notification is made of. It never holds a message. */
export interface PushMessage {
  code: 'reply_ready';
  sessionId: string;
  /** Who replied. */
  name: string;
}
