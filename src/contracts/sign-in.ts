/** An item of `GET /api/sign-ins`: a browser that is signed in. */
export interface SignInView {
  id: string;
  createdAt: string;
  /** Some minutes old at most while it is in use. */
  lastSeenAt: string;
  /** The IP address that it was last seen at. */
  address: string;
  /** In a word or two, such as "Firefox, Windows"; empty when nothing is known of it. */
  device: string;
  /** The one that asks. */
  current: boolean;
}

/** `POST /api/sign-in-links`: what signs another device in, once. */
export interface SignInLinkView {
  code: string;
  expiresAt: string;
  /** Where other devices reach this server, the likeliest first; empty where it listens to this computer alone. */
  origins: string[];
}
