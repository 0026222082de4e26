import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { readCardFile } from '../../src/characters/cards/card-file.js';
import { writeCard, type ReadCard } from '../../src/characters/cards/card.js';
import { writeCharx } from '../../src/characters/cards/charx.js';
import { withTexts } from '../../src/characters/cards/card-assets.js';
import { completeLorebook } from '../../src/characters/lorebook/lorebook.js';
import { MATCHING_SOURCES } from '../../src/characters/lorebook/tavern-rules.js';
import { settleMacros } from '../../src/text/macros.js';
import { writePngCard } from '../../src/characters/cards/png-card.js';
import { calledName } from '../../src/contracts/called-name.js';
import { toTavern } from '../../src/characters/lorebook/world-info.js';
import { type LorebookEntry, entryId } from '../../src/context/lorebook/entries.js';
import { activated, activateLore, prepareLorebook } from '../../src/context/lorebook/lorebook.js';
import { atOnce } from '../../src/text/search/slices.js';
import { generatedCases } from './generated.js';
import { generatedTurns } from './generated-turns.js';
import { build, casesOf, fileName, GROUPS, type FileCase } from './build.js';

const titled = <T extends { id: string; shows: string }>(cases: T[]) =>
  cases.map((one) => [`${one.id}: ${one.shows}`, one] as const);

const read = (one: FileCase) => readCardFile(build(one.file), fileName(one));
const files = [...casesOf('cards'), ...casesOf('lorebooks')];

describe('cards and lorebooks', () => {
  it.each(titled(files))('%s', async (_, one) => {
    const { expect: due } = one;
    if (due.refused) {
      await expect(read(one)).rejects.toMatchObject({
        name: 'Problem',
        message: expect.stringMatching(/\w{3}.*\.$/s),
      });
      return;
    }
    const card = await read(one);
    const { v2, v3 } = writeCard(card);
    if (due.name !== undefined) expect(card.name).toBe(due.name);
    if (due.called) expect(calledName(card.name, card.sheet)).toBe(due.called);
    if (due.greetings) expect(card.sheet.greetings).toEqual(due.greetings);
    if (due.entries) expect(card.sheet.lorebook!.entries).toMatchObject(due.entries);
    if (due.picture) expect(card.avatar?.mediaType ?? 'none').toMatch(due.picture);
    if (due.silent) expect(card.report).toEqual([]);
    for (const word of due.reports ?? []) expect(card.report.join('\n')).toContain(word);
    const texts = new Map(card.assets.map(({ name, bytes }) => [name, Buffer.from(bytes).toString()]));
    for (const [name, text] of Object.entries(due.assets ?? {})) expect(texts.get(name)).toBe(text);
    if (due.v2) expect(v2).toMatchObject(due.v2);
    if (due.v3) expect(v3).toMatchObject(due.v3);
    if (due.tavern) expect(toTavern(completeLorebook(card.sheet.lorebook!))).toMatchObject(due.tavern);
  });
});

describe('the way out and in again', () => {
  /** What a card says, whatever its files are called. */
  const told = ({ name, sheet, assets, ...card }: ReadCard) => {
    const uris = new Map(assets.map((asset, n) => [`embeded://${asset.name}`, `file ${n}`]));
    const { v3 } = writeCard({ name, sheet, card: card.card });
    return {
      name,
      sheet,
      v3: withTexts(v3, uris),
      files: assets.map(({ bytes }) => Buffer.from(bytes).toString('hex')),
    };
  };
  it.each(titled(files.filter(({ expect: due }) => !due.refused)))('%s', async (_, one) => {
    const card = await read(one);
    const json = await readCardFile(Buffer.from(JSON.stringify(writeCard(card).v3)));
    expect({ ...told(json), files: [] }).toEqual({ ...told({ ...card, assets: [] }), files: [] });

    const png = await readCardFile(writePngCard(card, card.avatar?.bytes, card.assets));
    expect(told(png)).toEqual(told(card));
    if (card.avatar?.mediaType === 'image/png') expect(png.avatar).toEqual(card.avatar);

    const charx = await readCardFile(await writeCharx(card, card.assets, card.avatar?.bytes));
    expect(charx.sheet).toEqual(card.sheet);
    for (const { name, bytes } of card.assets) {
      expect(charx.assets.find((asset) => asset.name === name)!.bytes).toEqual(Buffer.from(bytes));
    }
    if (card.avatar)
      expect(Buffer.from(charx.avatar!.bytes).equals(Buffer.from(card.avatar.bytes))).toBe(true);
  });

  it('keeps every chunk of an animation', async () => {
    const one = files.find(({ id }) => id === 'apng')!;
    const plain = build({ png: { animated: true, chunks: [] } });
    const card = await read(one);
    expect(Buffer.from(card.avatar!.bytes)).toEqual(plain);
    const again = await readCardFile(writePngCard(card, card.avatar!.bytes));
    expect(Buffer.from(again.avatar!.bytes)).toEqual(plain);
  });
});

describe('which entries of a lorebook are called', () => {
  it.each(titled(casesOf('activation')))('%s', (_, { entries, said }) => {
    const all = entries as unknown as LorebookEntry[];
    const id = (name: string) => entryId(all.find((entry) => entry.name === name)!);
    for (const { text, messages = [text!], called, told = {}, ...more } of said) {
      const before = new Map(Object.entries(told).map(([name, at]) => [id(name), at]));
      const found = activated(all, { messages, activatedAt: before, ...more }, 10_000);
      expect({ messages, called: found.map(({ name }) => name) }).toEqual({ messages, called });
    }
  });
});

it('calls the same entries as SillyTavern in a thousand generated cases', () => {
  const file = readFileSync(new URL('generated.json', import.meta.url), 'utf8');
  const { seed, called } = JSON.parse(file) as { seed: number; called: string[] };
  expect(called).toHaveLength(1000);
  for (const [n, { entries, messages }] of generatedCases(seed, called.length).entries()) {
    const book = { entries, recursive_scanning: true };
    const lore = atOnce(prepareLorebook({ lorebook: book, lorebookByKeys: true }, false));
    const said = { messages, place: messages.length, names: { char: 'Ada', user: 'User' }, recursive: true };
    const names = atOnce(activateLore(lore.entries, said, { room: 1e6 })).activated.map(({ name }) =>
      String(name).slice(1),
    );
    expect([n, names.sort().join('')]).toEqual([n, called[n]]);
  }
});

const sourcesOf = (said: Record<string, string>) =>
  Object.fromEntries(
    Object.entries(MATCHING_SOURCES).map(([source, name]) => [source, said[name.replace('match_', '')]!]),
  );

it('tells the same entries as SillyTavern in nearly all turns of a thousand generated conversations', () => {
  const file = readFileSync(new URL('generated-turns.json', import.meta.url), 'utf8');
  const { seed, called } = JSON.parse(file) as { seed: number; called: string[] };
  expect(called).toHaveLength(1000);
  let same = 0;
  for (const [n, { entries, turns, budget, sources }] of generatedTurns(seed, called.length).entries()) {
    const book = { entries, recursive_scanning: true };
    const lore = atOnce(prepareLorebook({ lorebook: book, lorebookByKeys: true }, false));
    // What takes no room is a heading here, and a budget has to be left of there.
    const room = budget === undefined ? { room: 1e6 } : { room: budget + 15, beyond: 1e6, stops: true };
    let before: { place: number; entries: string[] }[] = [];
    const told = turns.map((messages) => {
      const place = messages.length;
      before = before.filter((one) => one.place < place);
      const activatedAt = new Map(before.flatMap((one) => one.entries.map((id) => [id, one.place] as const)));
      const names = { char: 'Ada', user: 'User' };
      const said = { messages, place, activatedAt, names, recursive: true, sources: sourcesOf(sources) };
      const { activated: found, remember } = atOnce(activateLore(lore.entries, said, room));
      before.push({ place, entries: remember });
      return found
        .map(({ name }) => String(name).slice(1))
        .sort()
        .join('');
    });
    if (told.join(' ') === called[n]) same++;
  }
  expect(same).toBeGreaterThanOrEqual(990);
});

describe('macros', () => {
  it.each(titled(casesOf('macros')))('%s', (_, { name, nickname = '', user, text, settled, oneOf }) => {
    for (const random of [() => 0, () => 0.5, () => 0.999]) {
      const result = settleMacros(text, { char: calledName(name, { nickname }), user, random });
      if (settled !== undefined) expect(result).toBe(settled);
      else expect(oneOf).toContain(result);
    }
  });
});

it('tells every case in its README', () => {
  const readme = readFileSync(new URL('README.md', import.meta.url), 'utf8');
  for (const group of GROUPS) {
    for (const { id, shows } of casesOf(group) as { id: string; shows: string }[]) {
      expect(readme).toContain(`\`${id}\` ${shows}`);
    }
  }
});
