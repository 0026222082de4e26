import { pathOfTarget } from './target.js';

const PATH = /^\/bridges\/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\/onebot$/;

/** The bridge whose gateway calls at a target; null: none. */
export function bridgeOfSocket(target: string): string | null {
  return PATH.exec(pathOfTarget(target) ?? '')?.[1] ?? null;
}
