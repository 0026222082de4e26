import { type ServerOptions, WebSocketServer } from 'ws';

/**
 * Websockets of which each reads one message in a round of the event loop, however many came together: a burst of
 * thousands would be decoded in one go otherwise, and everything else would wait.
 */
export class PacedWebSockets extends WebSocketServer {
  constructor(options: ServerOptions) {
    super({ ...options, allowSynchronousEvents: false });
  }
}
