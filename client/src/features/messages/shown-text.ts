import { createContext, useContext, useEffect, useMemo, useState } from 'react';
import type { MessageView } from '../../../../src/contracts/message.js';
import type { SettledScript } from '../../../../src/contracts/regex-script.js';
import { api } from '../../api/api.js';

/** A message's text as the card's scripts have it shown. */
export type ShownText = (message: Pick<MessageView, 'role' | 'content' | 'seq'>) => string;

const asItIs: ShownText = ({ content }) => content;

export const ShownTextContext = createContext<ShownText>(asItIs);

export const useShownText = () => useContext(ShownTextContext);

type Runner = (
  scripts: readonly SettledScript[],
) => (message: Parameters<ShownText>[0], depth: number) => string;

/** What runs scripts comes to the browser only where a conversation has some. */
async function loadRunner(): Promise<Runner> {
  const [{ scripted }, { atOnce }] = await Promise.all([
    import('../../../../src/text/scripts/regex-scripts.js'),
    import('../../../../src/text/search/slices.js'),
  ]);
  return (scripts) =>
    ({ role, content }, depth) =>
      atOnce(scripted(content, scripts, role === 'user' ? 'user' : 'reply', { as: 'shown', depth }));
}

/**
 * How messages of a session are shown.
 * @param sheetVersion another one has other scripts
 * @param lastSeq the newest message's number
 */
export function useSessionScripts(
  sessionId: string,
  sheetVersion: number | undefined,
  lastSeq: number,
): ShownText {
  const [followed, setFollowed] = useState<{ scripts: SettledScript[]; run: ReturnType<Runner> } | null>(
    null,
  );
  useEffect(() => {
    let gone = false;
    api
      .shownScripts(sessionId)
      .then(async ({ scripts }) => {
        const run = scripts.length ? (await loadRunner())(scripts) : null;
        if (!gone) setFollowed(run && { scripts, run });
      })
      // Without them the text is what was said.
      .catch(() => undefined);
    return () => {
      gone = true;
    };
  }, [sessionId, sheetVersion]);
  // Only where depth counts is every message another one with each that is new.
  const deep = followed?.scripts.some(({ minDepth, maxDepth }) => minDepth !== null || maxDepth !== null);
  const newest = deep ? lastSeq : 0;
  return useMemo(
    () => (followed ? (message) => followed.run(message, Math.max(0, newest - message.seq)) : asItIs),
    [followed, newest],
  );
}
