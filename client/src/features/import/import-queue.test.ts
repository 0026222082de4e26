import { describe, expect, it } from '@jest/globals';
import type { CharacterView, OnTwin } from '../../../../src/contracts/character.js';
import { Failure } from '../../api/failure.js';
import { ImportQueue } from './import-queue.js';

const card = (name: string) => new File([name], `${name}.json`);
const view = (name: string, more: Partial<CharacterView> = {}) =>
  ({ id: name, name, ...more }) as CharacterView;
const twin = { id: 't', name: 'Twin', identical: false };

/** A server that knows `twin`, refuses `bad` the first time, and takes all else. */
function started() {
  const sent: [string, OnTwin][] = [];
  let taken = 0;
  const queue = new ImportQueue(
    async (file, onTwin) => {
      const name = file.name.replace('.json', '');
      sent.push([name, onTwin]);
      if (name === 'twin' && onTwin === 'ask') throw new Failure('character_exists', '', undefined, twin);
      if (name === 'twin') return view(name, { twin: { ...twin, outcome: 'replaced' } });
      if (name === 'bad' && sent.filter(([one]) => one === name).length < 2) throw new Error('bad');
      return view(name, {
        report: [`of ${name}`],
        others: name === 'zip' ? [{ id: 'o', name: 'Other' }] : [],
      });
    },
    () => taken++,
  );
  const states = () => queue.get().items.map(({ state }) => state.is);
  return { queue, sent, states, taken: () => taken };
}

describe('cards that come in together', () => {
  it('are taken one after the other; twins and refused ones do not hold up the rest', async () => {
    const { queue, states, taken } = started();
    await queue.add([card('a'), card('twin'), card('bad'), card('zip')], [card('novel')]);
    expect(states()).toEqual(['taken', 'twin', 'refused', 'taken']);
    expect(queue.get()).toMatchObject({ running: false, texts: [{ name: 'novel.json' }] });
    expect(queue.get().items[3]!.state).toMatchObject({
      how: 'new',
      characters: [{ id: 'zip' }, { id: 'o', name: 'Other' }],
      report: ['of zip'],
    });
    expect(taken()).toBe(2);
  });

  it('go on as they are answered, one by one or all at once', async () => {
    const { queue, sent, states } = started();
    await queue.add([card('twin'), card('twin'), card('bad')]);
    const [first, second, third] = queue.get().items.map(({ id }) => id);
    await queue.answer([first!], 'skip');
    expect(states()).toEqual(['skipped', 'twin', 'refused']);
    await queue.answer([first!, second!, third!], 'replace');
    expect(states()).toEqual(['skipped', 'taken', 'refused']);
    expect(queue.get().items[1]!.state).toMatchObject({ how: 'replaced' });
    await queue.retry([first!, second!, third!]);
    expect(states()).toEqual(['skipped', 'taken', 'taken']);
    expect(sent.map(([, onTwin]) => onTwin)).toEqual(['ask', 'ask', 'ask', 'replace', 'ask']);
  });

  it('stop, and go on where they stopped', async () => {
    const { queue, states } = started();
    const done = queue.add([card('a'), card('b')]);
    queue.stop();
    await done;
    expect(states()).toEqual(['taken', 'waiting']);
    await queue.run();
    expect(states()).toEqual(['taken', 'taken']);
    queue.close();
    expect(queue.get().items).toEqual([]);
  });
});
