import { setTimeout as sleep } from 'node:timers/promises';
import { short } from '../support/table.js';
import { story } from './story.js';

const SIZES = [5000, 30_000];
const WINDOW = 128_000;

/**
 * What a long history costs to be summarised: what is told beforehand, and what it took. The model of the bench says
 * what it was sent and what it wrote, at four bytes a token.
 */
export async function measureImportCost(server) {
  await server.restart({ MODEL_CONTEXT_WINDOW: String(WINDOW) });
  const cases = [];
  for (const count of SIZES) {
    const before = await spent(server);
    const id = await server.session(story(count));
    const work = () => server.get(`/api/sessions/${id}/memory`);
    const offered = await until(work, ({ state }) => state === 'offered');
    const unasked = await spent(server);
    await server.post(`/api/sessions/${id}/memory/start`, {});
    await until(work, ({ state }) => state !== 'writing');
    const after = await spent(server);
    const { requests, tokens } = offered.estimate;
    const took = { requests: after.requests - unasked.requests, tokens: after.tokens - unasked.tokens };
    cases.push({
      name: `${count.toLocaleString('en')} messages; unasked ${unasked.requests - before.requests} requests`,
      ratio: `${short(took.tokens / (tokens.in + tokens.out))}×`,
      measured: told(took.requests, took.tokens),
      limit: told(requests, tokens.in + tokens.out),
    });
  }
  await server.restart({ MODEL_CONTEXT_WINDOW: '4000000' });
  return {
    title: `Summarising an imported history in a window of ${WINDOW.toLocaleString('en')} tokens`,
    limit: 'what is told before it begins',
    cases,
  };
}

const told = (requests, tokens) => `${requests} requests, ${tokens.toLocaleString('en')} tokens`;

/** In the background, by the only connection. */
async function spent(server) {
  const { items } = await server.get('/api/connections');
  const { month } = await server.get(`/api/connections/${items[0].id}/spending`);
  const works = Object.entries(month).filter(([purpose]) => purpose !== 'turn');
  return works.reduce(
    (sum, [, { requests, tokensIn, tokensOut }]) => ({
      requests: sum.requests + requests,
      tokens: sum.tokens + tokensIn + tokensOut,
    }),
    { requests: 0, tokens: 0 },
  );
}

async function until(look, holds) {
  for (;;) {
    const found = await look();
    if (holds(found)) return found;
    await sleep(500);
  }
}
