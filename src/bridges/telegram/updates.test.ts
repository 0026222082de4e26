import { expect, it } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Api } from 'grammy/web';
import type { Update } from 'grammy/types';
import { fetchUpdates } from './updates.js';

it.each<[string, Update[]]>([
  ['holds no poll', []],
  ['tells the same again and again', [{ update_id: 7 } as Update]],
])('leaves a server alone for a moment that %s', async (_, told) => {
  const ending = new AbortController();
  let polls = 0;
  const api = {
    getUpdates: async () => {
      await sleep(1);
      if (++polls > 10) ending.abort();
      return told;
    },
  };
  const hooks = { polled: () => {}, take: async () => {}, reached: async () => {} };
  const over = fetchUpdates(api as unknown as Api, 1, null, hooks, ending.signal);
  await sleep(500);
  ending.abort();
  await over;
  expect(polls).toBeLessThan(5);
});
