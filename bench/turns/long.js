import { said } from './story.js';
import { short } from '../support/table.js';

const TURNS = 2000;
const WINDOW = 48_000;

/**
 * A conversation that crosses its window several times: how much of each request the turn before had sent already, and
 * whether any turn had to wait for a fold.
 */
export async function measureLongRun(server) {
  await server.restart({ MODEL_CONTEXT_WINDOW: String(WINDOW) });
  const id = await server.session([{ role: 'user', content: said(0) }]);
  let kept = 0;
  let sent = 0;
  let folds = 0;
  let fullest = 0;
  let lost = 0;
  for (let n = 1; n <= TURNS; n++) {
    const { receipt } = await server.post(`/api/sessions/${id}/messages`, { text: said(n) });
    kept += receipt.keptPrefixBytes;
    sent += receipt.promptBytes - receipt.tailBytes;
    if (receipt.prefixMovedBy === 'fold') folds++;
    fullest = Math.max(fullest, receipt.promptTokensEstimated);
    lost += receipt.messagesTotal - receipt.messagesVerbatim - receipt.messagesFolded;
  }
  const { entries, foldedSeq } = await server.get(`/api/sessions/${id}/chronicle`);
  await server.restart({ MODEL_CONTEXT_WINDOW: '4000000' });
  const hasty = entries.filter(({ madeBy }) => madeBy === 'extract').length;
  return {
    title: `A run of ${TURNS.toLocaleString('en')} turns in a window of ${WINDOW.toLocaleString('en')} tokens`,
    limit: 'bytes sent, their tails left out',
    cases: [
      {
        name: `prefix kept, averaged over bytes, ${folds} folds`,
        ratio: `${short((100 * kept) / sent)} %`,
        target: '≥ 95 %',
        measured: `${short(kept / 1e6)} MB`,
        limit: `${short(sent / 1e6)} MB`,
      },
      {
        name: `turns that waited for a fold; messages neither word for word nor folded`,
        ratio: `${hasty}; ${lost}`,
        target: '0; 0',
        measured: `${foldedSeq.toLocaleString('en')} messages in ${entries.length} entries`,
        limit: `fullest request ${fullest.toLocaleString('en')} tokens`,
      },
    ],
  };
}
