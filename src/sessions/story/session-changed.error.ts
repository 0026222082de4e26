/** A snapshot was acted on that is not as it was read any more: read it again. */
export class SessionChangedError extends Error {}
