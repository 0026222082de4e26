import { pathOfTarget } from './target.js';

const PATH = /^\/bridges\/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\/(onebot|callback)$/;

/** The bridge whose gateway opens a socket at a target; null: none. */
export const bridgeOfSocket = (target: string): string | null => bridgeAt(target, 'onebot');

/** The bridge whose platform calls at a target; null: none. */
export const bridgeOfCallback = (target: string): string | null => bridgeAt(target, 'callback');

function bridgeAt(target: string, door: string): string | null {
  const [, id, found] = PATH.exec(pathOfTarget(target) ?? '') ?? [];
  return found === door ? id! : null;
}
