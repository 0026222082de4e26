import type { Plugin } from 'vite';

/** Tells the service worker which files make the page, by name: with other files it is another worker. */
export function shellOfWorker(worker: string): Plugin {
  return {
    name: 'shell-of-worker',
    enforce: 'post',
    generateBundle(_, bundle) {
      const chunk = bundle[worker];
      if (chunk?.type !== 'chunk') return;
      if (chunk.imports.length) this.error('The service worker is one file, and imports nothing.');
      const hashed = Object.keys(bundle).filter((name) => name.startsWith('assets/'));
      chunk.code = chunk.code.replace('__HASHED_FILES__', JSON.stringify(hashed.sort()));
    },
  };
}
