import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { atOnce } from '../../text/search/slices.js';
import { readHistory } from './history-file.js';
import { noteOf, tavernHeader, tavernLine } from './histories/tavern-chat.js';
import type { StoredVersion } from '../story/message.repository.js';

const lines = (...values: unknown[]) =>
  values.map((value) => (typeof value === 'string' ? value : JSON.stringify(value))).join('\n');

const read = (text: string) => atOnce(readHistory(Buffer.from(text)));

/** As it is stored: every version of every place. */
const stored = (text: string) =>
  read(text).messages.map(({ role, speaker, versions, chosen }) =>
    versions.map(({ content, at, extras }, n): StoredVersion => ({
      role,
      speaker,
      content,
      chosen: n === chosen,
      createdAt: at ?? new Date(0),
      extras,
    })),
  );

const CHAT = lines(
  {
    user_name: 'You',
    character_name: 'Mara',
    create_date: '2026-08-14@10h02m',
    chat_metadata: { note: 'keep' },
  },
  {
    name: 'Mara',
    is_user: false,
    is_system: false,
    send_date: '2026-08-14T10:03:00.000Z',
    mes: 'B',
    swipe_id: 1,
    swipes: ['A', 'B', 'C'],
    swipe_info: [
      { send_date: '2026-08-14T10:02:00.000Z', extra: { model: 'x' } },
      { extra: {} },
      { extra: {} },
    ],
    extra: { api: 'koboldcpp', token_count: 42 },
    force_avatar: 'a.png',
  },
  { name: 'You', is_user: true, mes: '住一晚。', send_date: 'nonsense' },
  { name: 'SillyTavern System', is_system: true, mes: 'Welcome!', extra: { type: 'welcome' } },
  { name: 'You', is_user: true, is_system: true, mes: 'aside', send_date: '2026-08-14T11:00:00.000Z' },
  { name: 'Note', is_user: false, is_system: '', mes: 'Night falls.', extra: { type: 'narrator' } },
  { name: 'Mara', mes: '', extra: { image: 'x' } },
  'not json at all',
  { name: 'Mara', is_user: false, mes: 'x', swipes: ['a'], swipe_id: 7 },
  '{"name":"Mara","mes":"cut in the mid',
);

describe('a chat file of SillyTavern', () => {
  it('is read with all swipes; what is whole is taken, and the rest is told', () => {
    const { messages, header, report } = read(CHAT);
    expect(messages.map(({ versions, chosen }) => [versions.map(({ content }) => content), chosen])).toEqual([
      [['A', 'B', 'C'], 1],
      [['住一晚。'], 0],
      [['aside', ''], 1],
      [['Night falls.'], 0],
      [['a', 'x'], 1],
    ]);
    expect(messages[0]!.versions[0]!.at).toEqual(new Date('2026-08-14T10:02:00Z'));
    expect(messages[1]).toMatchObject({ role: 'user', speaker: 'You', versions: [{ at: null }] });
    expect(header).toMatchObject({ chat_metadata: { note: 'keep' } });
    expect(report.join('\n')).toMatch(
      /Line 8[^]*Line 10[^]*never said: 1[^]*Hidden there[^]*: 1[^]*no text: 1/,
    );
  });

  it('keeps a message whose other versions are too long, and cuts the one that stands', () => {
    const long = 'a'.repeat(1_048_576);
    const swipes = Array.from({ length: 10 }, (_, n) => (n === 3 ? 'B' : n === 7 ? 'C' : long));
    const fits = { name: 'Mara', is_user: false, mes: 'B', swipe_id: 3, swipes };
    const cut = { name: 'Mara', is_user: false, mes: long, swipe_id: 0, swipes: swipes.slice(0, 4) };
    const { messages, report } = read(lines(fits, cut, { ...cut, is_system: true }));
    const shapes = messages.map(({ versions, chosen }) => [
      versions.map(({ content }) => (content.length > 1 ? content.length : content)),
      chosen,
    ]);
    expect(shapes).toEqual([
      [['B', 'C'], 0],
      [[1_000_000, 'B'], 0],
      [[1_000_000, 'B', ''], 2],
    ]);
    expect(messages[0]!.versions[0]!.extras).toHaveProperty('line');
    expect(report[0]).toMatch(/1,000,000 characters: 12 of the other versions/);
    expect(report[1]).toMatch(/Cut .*: 2 of the messages \(line 2, 3\)/);
  });

  it('goes out as it came, and comes in the same again', () => {
    const out = stored(CHAT).map((place) => tavernLine(place));
    expect(out[0]).toMatchObject({
      swipe_id: 1,
      swipes: ['A', 'B', 'C'],
      extra: { api: 'koboldcpp', token_count: 42 },
      force_avatar: 'a.png',
      send_date: '2026-08-14T10:03:00.000Z',
      swipe_info: [{ send_date: '2026-08-14T10:02:00.000Z', extra: { model: 'x' } }, {}, {}],
    });
    expect(out[2]).toMatchObject({ is_user: true, is_system: true, mes: 'aside' });
    const again = stored(lines(...out));
    const said = (places: StoredVersion[][]) =>
      places.map((place) => place.map((version) => ({ ...version, extras: null })));
    expect(said(again)).toEqual(said(stored(CHAT)));
    expect(again.map((place) => tavernLine(place))).toEqual(out);
    const header = tavernHeader({
      user: 'You',
      character: 'Mara',
      createdAt: new Date(0),
      note: '',
      extras: read(CHAT).header,
    });
    expect(read(lines(header, ...out)).header).toEqual(read(CHAT).header);
  });

  it.each([
    [{ note_prompt: ' Fog. ', note_interval: 1 }, 'Fog.'],
    [{ note_prompt: 'Fog.', note_interval: 0 }, ''],
    [{ note_prompt: 7 }, ''],
    ['none', ''],
  ])('has an author’s note with %j: %j', (chat_metadata, note) => {
    const extras = { chat_metadata };
    expect(noteOf(extras)).toBe(note);
    const header = (now: string) =>
      tavernHeader({ user: 'Y', character: 'M', createdAt: new Date(0), note: now, extras });
    expect(header(note)).toMatchObject(extras);
    expect(header('Rain.')).toMatchObject({ chat_metadata: { note_prompt: 'Rain.' } });
  });

  it('is the same after any number of ways out and in', () => {
    const text = fc.string({ unit: 'binary' }).map((t) => `${t.toWellFormed().replaceAll('\0', '')}.`);
    const version = fc.record({ content: text, second: fc.integer({ min: 0, max: 2e9 }) });
    const place = fc.record({
      user: fc.boolean(),
      versions: fc.array(version, { minLength: 1, maxLength: 4 }),
      pick: fc.nat(),
    });
    fc.assert(
      fc.property(fc.array(place, { minLength: 1, maxLength: 5 }), (places) => {
        const rows = places.map(({ user, versions, pick }) =>
          versions.map(({ content, second }, n): StoredVersion => ({
            role: user ? 'user' : 'assistant',
            speaker: user ? 'You' : 'Mara',
            content,
            chosen: n === pick % versions.length,
            createdAt: new Date(second * 1000),
            extras: null,
          })),
        );
        const shape = (all: StoredVersion[][]) =>
          all.map((one) =>
            one.map(({ content, chosen, role, createdAt }) => [content, chosen, role, +createdAt]),
          );
        expect(shape(stored(lines(...rows.map((row) => tavernLine(row)))))).toEqual(shape(rows));
      }),
    );
  });
});

describe('JSON lines', () => {
  it('are read, whatever is between them', () => {
    const { messages, report } = read(
      `\uFEFF${lines(
        { role: 'user', content: 'Hi', at: '2026-01-02T03:04:05Z' },
        '',
        { role: 'x' },
        {
          role: 'assistant',
          content: '你好',
          speaker: '米拉',
        },
      )}`,
    );
    expect(messages.map(({ speaker, versions }) => [speaker, versions[0]!.content])).toEqual([
      ['', 'Hi'],
      ['米拉', '你好'],
    ]);
    expect(report).toEqual([expect.stringContaining('Line 3')]);
  });

  it.each(['', '[]', 'x\ny', '{"role":"user"}', '{"a":1}\n{"b":2}'])(
    'that hold nothing are refused: %j',
    (text) => {
      expect(() => read(text)).toThrow(expect.objectContaining({ code: 'history_unreadable' }));
    },
  );

  it('never throw anything else, and never hang', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.json(), fc.string()), { maxLength: 8 }), (parts) => {
        try {
          expect(read(parts.join('\n')).messages.length).toBeGreaterThan(0);
        } catch (error) {
          expect(error).toMatchObject({ code: 'history_unreadable' });
        }
      }),
    );
  });

  describe('from somebody who means no good', () => {
    const good = '{"role":"user","content":"Hi"}';
    const unreadable = expect.objectContaining({ code: 'history_unreadable' });

    it('names twenty bad lines, counts the others, and has an end of them', () => {
      const { messages, report } = read(`${'{x\n'.repeat(1000)}${good}`);
      expect(messages).toHaveLength(1);
      expect(report).toHaveLength(21);
      expect(report[19]).toContain('Line 20 ');
      expect(report[20]).toContain('besides that could not be read: 980');
      for (const bad of ['x', '{', '[]', '{}', '{"role":"user"}', '{"mes":1}', '[[{"role":"user"}]]'])
        expect(() => read(`${good}\n${`${bad}\n`.repeat(1001)}${good}`)).toThrow(unreadable);
    });

    it('gives up a file of too many lines or versions, of whatever kind', () => {
      const swipes = JSON.stringify({ mes: 'a', swipes: Array.from({ length: 40_000 }, () => 'a') });
      for (const much of ['\n'.repeat(600_000), `${swipes}\n`.repeat(15)])
        expect(() => read(`${good}\n${much}${good}`)).toThrow(unreadable);
    });

    it.each([
      ['is nested a million deep', `{"role":"user","content":${'['.repeat(1e6)}`],
      ['holds a million values', `{"mes":"a","swipe_info":[${'1,'.repeat(1e6)}1]}`],
      ['has 30 MB', JSON.stringify({ role: 'user', content: 'a'.repeat(30e6) })],
    ])('leaves out a line that %s before it is parsed', (_, line) => {
      const { messages, report } = read(`${good}\n${line}\n${good}`);
      expect(messages).toHaveLength(2);
      expect(report).toEqual([expect.stringMatching(/^Line 2 .*too long/)]);
    });

    it('rests again and again', () => {
      const work = readHistory(Buffer.from(`${good}\n`.repeat(1000)));
      let rests = 0;
      while (!work.next().done) rests++;
      expect(rests).toBeGreaterThan(900);
    });

    it('takes a date of megabytes for none', () => {
      const { messages } = read(JSON.stringify({ role: 'user', content: 'a', at: ' '.repeat(5e6) }));
      expect(messages[0]!.versions[0]!.at).toBeNull();
    });
  });
});
