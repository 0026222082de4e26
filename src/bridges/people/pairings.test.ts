import { expect, it } from '@jest/globals';
import type { Identity, PeopleRepository } from './people.repository.js';
import { codeIn, Pairings } from './pairings.js';

const bridge = { id: 'b', ownerId: 'o' };

/** Keeps one code. */
function people() {
  let kept = '';
  return {
    keepPairing: (_: string, { codeHash }: { codeHash: Buffer }) => {
      kept = codeHash.toString('hex');
      return Promise.resolve();
    },
    pair: (_: unknown, account: string, name: string, codeHash: Buffer) =>
      Promise.resolve(codeHash.toString('hex') === kept ? ({ account, name } as Identity) : null),
  } as unknown as PeopleRepository;
}

it('is kept from nobody by how many others guess, and from whoever guesses themselves', async () => {
  const pairings = new Pairings(people());
  const { code } = await pairings.issue('o', 'b', null);
  expect(codeIn(` ${code.slice(0, 4)}-${code.slice(4).toLowerCase()} `)).toBe(code);
  for (let stranger = 0; stranger < 500; stranger++)
    for (let n = 0; n < 5; n++)
      expect(await pairings.use(bridge, `stranger ${stranger}`, 'S', 'ABCDEFGH')).toBeNull();
  expect(await pairings.use(bridge, 'stranger 1', 'S', code)).toBeNull();
  expect(await pairings.use(bridge, 'fresh', 'Fresh', code)).toMatchObject({ account: 'fresh' });
});
