import { expect, it } from '@jest/globals';
import { VectorMaker } from './vector-maker.js';

type Parts = ConstructorParameters<typeof VectorMaker>;

it('lets no owner wait for the server of another', async () => {
  const asked: string[] = [];
  let told = () => {};
  const bothAsked = new Promise<void>((resolve) => (told = resolve));
  const maker = new VectorMaker(
    {
      missing: () => Promise.resolve([{ branchId: 'b', n: 0 }]),
      messages: () => Promise.resolve({ messages: [{ seq: 1, content: 'Hello.' }], hash: '' }),
      keep: () => Promise.resolve(true),
    } as unknown as Parts[0],
    {
      recall: (ownerId: string) => Promise.resolve({ connection: { id: ownerId }, embedder: { model: 'm' } }),
    } as unknown as Parts[1],
    {
      embed: (
        _: unknown,
        { ownerId }: { ownerId: string },
        _texts: unknown,
        _kind: unknown,
        signal: AbortSignal,
      ) => {
        asked.push(ownerId);
        if (asked.length === 2) told();
        // It never answers.
        return new Promise((_resolve, reject) =>
          signal.addEventListener('abort', () => reject(signal.reason)),
        );
      },
    } as unknown as Parts[2],
  );
  for (const ownerId of ['one', 'another'])
    maker.makeSoon({ ownerId, sessionId: ownerId, branchId: 'b', before: 100 });
  await bothAsked;
  expect(asked).toEqual(['one', 'another']);
  await maker.beforeApplicationShutdown();
});
