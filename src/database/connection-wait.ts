/** So long a connection is waited for: a database that takes connections and says nothing holds up nobody for ever. */
export const WAIT_FOR_CONNECTION_MS = 20_000;
