import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { meantHistory } from '../recall/meant-history.js';
import { median, short } from '../support/table.js';

const WINDOW = 32_768;
const TURNS = 200;

const talk = ['en', 'zh'].map((language) =>
  JSON.parse(readFileSync(new URL(`../recall/small-talk/${language}.json`, import.meta.url), 'utf8')),
);

/**
 * What ordinary talk costs once a long history is folded: how much of each request the model's server has not read at
 * the turn before. Through the server, on 30,000 messages of made-up talk in both languages.
 */
export async function measureOrdinaryTalk(server) {
  await server.restart({ MODEL_CONTEXT_WINDOW: String(WINDOW) });
  const { messages } = meantHistory();
  const id = await server.session(messages.map(({ role, content, at }) => ({ role, content, at })));
  while ((await server.get(`/api/sessions/${id}/memory`)).state !== 'offered') await sleep(500);
  const cases = [];
  for (const recall of ['balanced', 'thorough']) {
    await server.patch(`/api/sessions/${id}`, { recall });
    const turns = [];
    for (let n = 0; n < TURNS; n++) {
      const lines = talk[n % 2];
      const { receipt } = await server.post(`/api/sessions/${id}/messages`, {
        text: lines[(n >> 1) % lines.length],
      });
      const { promptBytes, keptPrefixBytes, promptTokensEstimated } = receipt;
      const share = (promptBytes - keptPrefixBytes) / promptBytes;
      turns.push({ share, tokens: share * promptTokensEstimated, moved: receipt.prefixMovedBy });
    }
    // The first turn is sent whole.
    const usual = turns.slice(1);
    cases.push({
      name: `${recall}, ${usual.filter(({ moved }) => moved).length} turns with a moved prefix`,
      ratio: `${short(100 * median(usual.map(({ share }) => share)))} %`,
      target: recall === 'balanced' ? '≤ 5 %' : undefined,
      measured: `${Math.round(median(usual.map(({ tokens }) => tokens)))} tokens, mean ${Math.round(
        usual.reduce((sum, { tokens }) => sum + tokens, 0) / usual.length,
      )}`,
      limit: `window ${WINDOW.toLocaleString('en')}`,
    });
  }
  await server.restart({ MODEL_CONTEXT_WINDOW: '4000000' });
  return {
    title: `Tokens that are not cached a turn, over ${TURNS} turns of ordinary talk after a fold (median)`,
    limit: 'the request',
    cases,
  };
}
