import { Problem } from '../../contracts/problem.js';

/** What changes a story has to wait until nobody writes in it. */
export const turnRunning = () =>
  new Problem('turn_running', 'A reply is still being written. Wait for it, or stop it first.');
