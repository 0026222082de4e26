import { describe, expect, it } from '@jest/globals';
import type { MessageView } from '../../../../../src/contracts/message.js';
import { foldAttempts } from './failed-attempts.js';
import { rowsOf } from './message-rows.js';

/** `u` says something, `f` fails with nothing, `b` breaks off, `r` replies. */
const rows = (story: string) =>
  rowsOf(
    {
      messages: [...story].map(
        (sign, i) =>
          ({
            seq: i + 1,
            role: sign === 'u' ? 'user' : 'assistant',
            status: 'fb'.includes(sign) ? 'failed' : 'complete',
            content: sign === 'f' ? '' : 'Something.',
            speaker: 'Ines',
            createdAt: '2026-05-01T10:00:00Z',
          }) as MessageView,
      ),
      earlier: false,
      later: false,
    },
    [],
    null,
  );
const seen = (story: string, shown: string[] = []) =>
  foldAttempts(rows(story), new Set(shown)).flatMap((row): (string | number)[] =>
    row.kind === 'message' ? [row.message.seq] : row.kind === 'attempts' ? [`${row.count} failed`] : [],
  );

describe('foldAttempts', () => {
  it.each<[string, (string | number)[]]>([
    ['urur', [1, 2, 3, 4]],
    ['uf', [1, 2]],
    ['ufff', [1, '3 failed', 4]],
    ['ufufuf', [1, 3, 5, '3 failed', 6]],
    ['ufufr', [1, 3, '2 failed', 4, 5]],
    ['ubub', [1, 2, 3, 4]],
    ['ufubufuf', [1, 2, 3, 4, 5, 7, '2 failed', 8]],
    ['ffrff', ['2 failed', 2, 3, '2 failed', 5]],
  ])('%s', (story, expected) => {
    expect(seen(story)).toEqual(expected);
  });

  it('shows them where they are asked for', () => {
    const line = foldAttempts(rows('ufff'), new Set()).find(({ kind }) => kind === 'attempts')!;
    expect(seen('ufff', [line.key])).toEqual([1, 2, 3, '3 failed', 4]);
  });
});
