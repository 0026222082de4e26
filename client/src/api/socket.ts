import { useSyncExternalStore } from 'react';
import { io, type Socket } from 'socket.io-client';
import type { ClientToServer, ServerToClient } from '../../../src/contracts/sockets.js';
import { api } from './api.js';
import { Failure } from './failure.js';
import { signedIn } from './signed-in.js';

/** The one connection to the server; the cookie says who we are. */
export const socket: Socket<ServerToClient, ClientToServer> = io({
  transports: ['websocket'],
  autoConnect: false,
  reconnectionDelayMax: 4000,
});

// Neither a refused handshake nor a server that hangs up is tried again by itself.
socket.on('connect_error', () => {
  if (!socket.active) comeBack(3000);
});
socket.on('disconnect', (reason) => {
  if (reason === 'io server disconnect') comeBack(1000);
});

/** Connects again when HTTP says that we are still signed in; when it says that we are not, the sign-in page comes. */
function comeBack(after: number): void {
  api.about().then(
    () => setTimeout(() => socket.connect(), after),
    () => setTimeout(() => signedIn() !== 'no' && comeBack(after), after),
  );
}

type Question = keyof ClientToServer;
type Body<Q extends Question> = Parameters<ClientToServer[Q]>[0];
type Answered<Q extends Question> = Extract<Parameters<Parameters<ClientToServer[Q]>[1]>[0], { ok: true }>;

/** Asks over the socket; throws the server's refusal, or `offline` when no answer comes in 15 seconds. */
export async function ask<Q extends Question>(question: Q, body: Body<Q>): Promise<Answered<Q>> {
  if (!socket.connected) throw new Failure('offline', 'not connected');
  const answer = await new Promise<Answered<Q> | { ok: false; code: string; message: string }>(
    (resolve, reject) => {
      // The typed map does not reach through a generic event name.
      const emit = socket.timeout(15_000).emit.bind(socket.timeout(15_000)) as unknown as (
        name: string,
        body: unknown,
        ack: (error: Error | null, answer: Answered<Q>) => void,
      ) => void;
      emit(question, body, (error, got) =>
        error ? reject(new Failure('offline', error.message)) : resolve(got),
      );
    },
  );
  if (!answer.ok) throw new Failure(answer.code, answer.message);
  return answer;
}

function subscribe(changed: () => void): () => void {
  socket.on('connect', changed);
  socket.on('disconnect', changed);
  return () => {
    socket.off('connect', changed);
    socket.off('disconnect', changed);
  };
}

export function useConnected(): boolean {
  return useSyncExternalStore(subscribe, () => socket.connected);
}
