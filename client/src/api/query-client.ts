import { QueryClient } from '@tanstack/react-query';
import { Failure } from './failure.js';

declare module '@tanstack/react-query' {
  interface Register {
    /** `request` throws nothing else. */
    defaultError: Failure;
  }
}

/** A server that answered has said what it had to say; one that could not be reached is asked again. */
function isWorthAnotherTry(failures: number, error: Failure): boolean {
  return error.code === 'offline' && failures < 2;
}

/** What this client knows of the server. It is shown at once where it is known, and asked for anew. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      retry: isWorthAnotherTry,
      retryDelay: 1000,
      refetchOnWindowFocus: false,
      // A server on this computer is there without a network, too.
      networkMode: 'always',
    },
    mutations: { networkMode: 'always' },
  },
});
