import { describe, expect, it } from '@jest/globals';
import { atOnce } from '../../text/search/slices.js';
import { tellersOf } from './gone-words.js';

const tellers = (gone: string, texts: string[], said: Record<number, string>, language: 'en' | 'zh' = 'en') =>
  atOnce(
    tellersOf(
      [gone],
      // Each entry stands for ten messages, from 11 on; the changed one is among the first ten.
      texts.map((text, n) => ({ fromSeq: 11 + n * 10, toSeq: 20 + n * 10, text })),
      Object.entries(said).map(([seq, content]) => ({ seq: Number(seq), content })),
      ['Mira', 'Jo', '林晚'],
      language,
    ),
  );

describe('entries that tell what stands no more', () => {
  it('hold a word of it that nobody says any more', () => {
    const gone = 'My sister Perdita hides in the granary, Mira.';
    const texts = [
      'What happened:\n- Jo fed the hens (#12).\nHow the two stood then:\n- Mira keeps Perdita’s secret.',
      'What happened:\n- Mira and Jo mended the fence (#24).',
      'What happened:\n- They looked at the granaries (#31).',
    ];
    expect(tellers(gone, texts, { 1: '', 12: 'I feed the hens.', 24: 'The fence is mended.' })).toEqual([
      true,
      false,
      true,
    ]);
    // What is said before its end is told of what is said.
    const said = { 4: 'Perdita? I know no Perdita.', 31: 'There are three granaries.' };
    expect(tellers(gone, texts, said)).toEqual([false, false, false]);
  });

  it('hold it in Chinese', () => {
    const gone = '我把那只紫檀匣子埋在老槐树下了。';
    const texts = [
      '发生的事：\n- Jo喂了鸡（#12）。\n这一段结束时：两人守着槐树下的秘密。',
      '发生的事：\n- 林晚修好了篱笆（#22）。',
    ];
    expect(tellers(gone, texts, { 12: '我去喂鸡。', 22: '篱笆修好了。' }, 'zh')).toEqual([true, false]);
    expect(tellers(gone, texts, { 12: '我去槐树下喂鸡。', 22: '篱笆修好了。' }, 'zh')).toEqual([
      false,
      false,
    ]);
    expect(tellers('紫檀匣子埋好了。', ['- 匣子还在（#12）。'], { 3: '匣子？' }, 'zh')).toEqual([false]);
  });

  it('hold a line of it, though others say each word by itself', () => {
    const gone = 'The captain poisoned the garrison with hemlock.';
    const said = {
      2: 'The captain is here.',
      3: 'Hemlock grows there.',
      4: 'The garrison sleeps.',
      12: 'It rains.',
    };
    expect(tellers(gone, ['- The captain gave hemlock to the garrison.'], said)).toEqual([true]);
    expect(tellers(gone, ['- The captain waits (#12).'], said)).toEqual([false]);
  });

  it('are none where only names, headings and words of every day are shared', () => {
    const gone = 'Mira, I know what happened then, at 12; where were we? 现在你知道发生了什么，林晚。';
    const texts = [
      'What happened:\n- Mira went home, and Jo knew it (#12).\nWhere it stood then: Mira and Jo.',
      '发生的事：\n- 林晚现在知道了。',
    ];
    expect(tellers(gone, texts, {})).toEqual([false, false]);
    expect(tellers('', texts, {})).toEqual([false, false]);
  });
});
