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
