import react from '@vitejs/plugin-react';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import { compressedFiles } from './compressed-files.js';
import { shellOfWorker } from './shell-of-worker.js';

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const server = process.env.KEEPSAKE_SERVER ?? 'http://127.0.0.1:3000';

/** At the root and always called so, for that is how browsers know it again. */
const WORKER = 'sw.js';

export default defineConfig({
  root: at('.'),
  // Relative, so that the client may also be served below a path.
  base: './',
  plugins: [react(), shellOfWorker(WORKER), compressedFiles()],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: 'es2022',
    modulePreload: { polyfill: false },
    // What every screen stands on comes as one file, not as many crumbs.
    rolldownOptions: {
      input: { index: at('index.html'), worker: at('src/worker/worker.ts') },
      output: {
        entryFileNames: ({ name }) => (name === 'worker' ? WORKER : 'assets/[name]-[hash].js'),
        codeSplitting: {
          groups: [{ name: 'base', test: /client\/src\/(api|browser|components)\// }],
        },
      },
    },
  },
  // `npx vite client` works against a server that runs elsewhere on this computer.
  // It passes on the Host that it was asked for, so that the page counts as the server's own.
  server: { proxy: { '/api': { target: server }, '/socket.io': { target: server, ws: true } } },
});
