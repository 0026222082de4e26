import { describe, expect, it, jest } from '@jest/globals';
import { intentOf, type SentLine, type StoredLine } from './sent-history.js';

const me = (text: string): SentLine => ({ role: 'user', text });
const her = (text: string): SentLine => ({ role: 'assistant', text });
const system = (text: string): SentLine => ({ role: 'system', text });
/** A story of lines in turn; what begins with `>` is the user's. */
const story = (...lines: string[]): StoredLine[] =>
  lines.map((line, n) => ({
    id: `m${n + 1}`,
    seq: n + 1,
    role: line.startsWith('>') ? 'user' : 'assistant',
    speaker: line.startsWith('>') ? 'Ada' : 'Mira',
    content: line.replace(/^>/, ''),
    whole: true,
    failed: false,
  }));
const kept = story('Well met.', '>Hello', 'Good day.', '>ok', 'Fine.');
const all: SentLine[] = [system('You are Mira.'), her('Well met.'), me('Hello'), her('Good day.'), me('ok')];

describe('what a client means that sends its history', () => {
  it('is something new where the history goes up to the end, or tells nothing', () => {
    expect(intentOf([...all, her('Fine.'), me('ok')], kept, false)).toMatchObject({
      kind: 'say',
      line: { text: 'ok' },
    });
    // A bot that sends "ok" twice said it twice.
    expect(intentOf([me('ok')], kept, false)).toEqual({ kind: 'say', line: me('ok'), edits: [] });
    expect(intentOf([system('Be brief.'), me('ok')], story('>ok', 'Yes.'), false)).toMatchObject({
      kind: 'say',
    });
    expect(intentOf([me('Something else'), her('From elsewhere'), me('Two')], kept, false)).toEqual({
      kind: 'say',
      line: me('Two'),
      edits: [],
    });
    expect(intentOf([me('One')], [], false)).toMatchObject({ kind: 'say' });
  });

  it('is another reply where its line comes again behind what stands before it', () => {
    expect(intentOf(all, kept, false)).toEqual({ kind: 'regenerate', edits: [] });
    // With names before lines, other spaces, and what was cut off at its beginning.
    expect(intentOf([her('Mira:  Good day.'), me('Ada: ok ')], kept, false)).toMatchObject({
      kind: 'regenerate',
    });
    const same = story('>ok', 'A.', '>ok', 'A.');
    const twice = [me('ok'), her('A.'), me('ok')];
    expect(intentOf(twice, same, false)).toMatchObject({ kind: 'regenerate' });
    expect(intentOf([...twice, her('A.'), me('ok')], same, false)).toMatchObject({ kind: 'say' });
  });

  it('begins anew where only a greeting stands before it, whichever it is', () => {
    const greeted = kept.map((line, n) =>
      n === 0 ? { ...line, others: [{ id: 'second', content: 'She sleeps.' }] } : line,
    );
    expect(intentOf([her('Well met.'), me('Anew')], kept, false)).toMatchObject({ kind: 'say', from: 'm1' });
    expect(intentOf([her('She sleeps.'), me('Anew')], greeted, false)).toEqual({
      kind: 'say',
      line: me('Anew'),
      from: 'm1',
      edits: [{ id: 'm1', seq: 1, text: 'She sleeps.' }],
    });
    // Of a line that is none of them, nobody knows where it stood.
    expect(intentOf([her('Elsewhere'), me('Anew')], greeted, false)).not.toHaveProperty('from');
  });

  it('is what stands behind a line that the client sends joined to it', () => {
    // A client that joins lines of one role sends so what follows a line whose reply it never got.
    expect(intentOf([...all.slice(0, -1), me('ok\n\nWell?')], kept, false)).toMatchObject({
      kind: 'say',
      line: { text: 'Well?' },
      from: 'm4',
    });
    const said = story('Well met.', '>Hello', 'Good day.', '>ok', '>Well?', 'Yes.');
    expect(intentOf([...all.slice(0, -1), me('ok\n\nWell?')], said, false)).toMatchObject({
      kind: 'regenerate',
    });
  });

  it('goes on from the version of a reply that it shows', () => {
    const swiped = kept.map((line, n) =>
      n === 4 ? { ...line, others: [{ id: 'first', content: 'So be it.' }] } : line,
    );
    expect(intentOf([...all, her('So be it.'), me('Why?')], swiped, false)).toMatchObject({
      kind: 'say',
      choose: 'first',
      edits: [],
    });
  });

  it('goes on from an earlier message where the client’s story does', () => {
    expect(intentOf([her('Well met.'), me('Hello'), her('Good day.'), me('No')], kept, false)).toEqual({
      kind: 'say',
      line: me('No'),
      from: 'm3',
      edits: [],
    });
    expect(intentOf([her('Well met.'), me('Hello')], kept, false)).toEqual({
      kind: 'regenerate',
      from: 'm2',
      edits: [],
    });
  });

  it('goes on from an earlier reply of which the client shows another version', () => {
    const before = [her('Well met.'), me('Hello'), her('Good night.')];
    expect(intentOf([...before, me('No')], kept, false)).toEqual({
      kind: 'say',
      line: me('No'),
      from: 'm3',
      edits: [{ id: 'm3', seq: 3, text: 'Good night.' }],
    });
    // Without a beginning that they share, nothing says where it stands.
    expect(intentOf([her('Good night.'), me('No')], kept, false)).toEqual({
      kind: 'say',
      line: me('No'),
      edits: [],
    });
  });

  it('is an answer to what was never answered', () => {
    const failed = kept.map((line, n) => (n === 4 ? { ...line, content: '', failed: true } : line));
    expect(intentOf([me('ok')], failed, false)).toEqual({ kind: 'regenerate', edits: [] });
    expect(intentOf([me('ok')], kept.slice(0, 4), false)).toEqual({ kind: 'regenerate', edits: [] });
    expect(intentOf([me('Other')], failed, false)).toMatchObject({ kind: 'say' });
  });

  it('is the same again where the client says that it tries again', () => {
    expect(intentOf([me('ok')], kept, true)).toEqual({ kind: 'repeat', id: 'm5', edits: [] });
    const stopped = kept.map((line, n) => (n === 4 ? { ...line, whole: false } : line));
    expect(intentOf([me('ok')], stopped, true)).toMatchObject({ kind: 'regenerate' });
    expect(intentOf([me('Other')], kept, true)).toMatchObject({ kind: 'say' });
  });

  it('is told by what stands behind the last reply', () => {
    const ask = (...behind: SentLine[]) => intentOf([...all, her('Fine.'), ...behind], kept, false);
    expect(ask()).toEqual({ kind: 'continue', edits: [] });
    expect(ask(system('[Continue your last message without repeating its original content.]'))).toMatchObject(
      { kind: 'continue' },
    );
    expect(ask(me('[Continue your last message without repeating its original content.]'))).toMatchObject({
      kind: 'continue',
    });
    expect(
      ask(system('[Write your next reply from the point of view of Ada, using the chat history so far.]')),
    ).toMatchObject({ kind: 'impersonate' });
    expect(ask(system('请继续'))).toMatchObject({ kind: 'continue' });
    expect(ask(system('以阿达的视角写下一条回复'))).toMatchObject({ kind: 'impersonate' });
    expect(ask(system('Summarise the story in 100 words.'))).toMatchObject({
      kind: 'aside',
      instruction: 'Summarise the story in 100 words.',
    });
    expect(intentOf([her('Well met.'), me('Hello'), her('Good day.')], kept, false)).toMatchObject({
      kind: 'continue',
      from: 'm3',
    });
    // How a reply is to begin, to somebody whose history is not ours.
    expect(intentOf([me('Write a poem'), her('Roses')], [], false)).toMatchObject({
      kind: 'say',
      line: { text: 'Write a poem' },
    });
  });

  it('goes on from a reply that was broken off', () => {
    const stopped = kept.map((line, n) =>
      n === 4 ? { ...line, content: 'Fine, if you', whole: false } : line,
    );
    expect(intentOf([...all, her('Fine, if'), me('Go on')], stopped, false)).toMatchObject({
      kind: 'say',
      edits: [],
    });
  });

  it('offers what was said otherwise as edits', () => {
    const edited = [...all, her('Fine.'), me('Next')].map((line) =>
      line.text === 'Good day.' ? her('Good evening.') : line,
    );
    expect(intentOf(edited, kept, false)).toMatchObject({
      kind: 'say',
      edits: [{ id: 'm3', seq: 3, text: 'Good evening.' }],
    });
    expect(intentOf([...all, her('Well.'), me('Next')], kept, false)).toMatchObject({
      kind: 'say',
      edits: [{ id: 'm5', seq: 5, text: 'Well.' }],
    });
  });

  it('is a greeting where nobody has said anything', () => {
    expect(intentOf([system('You are Mira.')], kept, false)).toEqual({ kind: 'greet', edits: [] });
  });

  it('reads each line once, however long they are and wherever they are looked for', () => {
    const long = story(...Array.from({ length: 500 }, (_, n) => `${n % 2 ? '' : '>'}Line ${n}`));
    const sent = Array.from({ length: 13 }, (_, n) => (n % 2 ? her : me)('word '.repeat(1000) + n));
    const reading = jest.spyOn(String.prototype, 'normalize');
    expect(intentOf(sent, long, false)).toMatchObject({ kind: 'say', line: sent.at(-1) });
    expect(reading.mock.calls.length).toBeLessThanOrEqual(sent.length + 2 * long.length);
    reading.mockRestore();
  });
});
