import { describe, expect, it } from '@jest/globals';
import { readSubtitles } from './subtitles.js';

const srt = (...cues: string[]) =>
  cues.map((cue, i) => `${i + 1}\n00:00:0${i},000 --> 00:00:0${i},900\n${cue}\n`).join('\n');

describe('readSubtitles', () => {
  it('joins the lines of SRT to sentences and drops times and styles', () => {
    const text = srt(
      '<i>Is the boat in?</i>\nI have waited',
      'since the bell.',
      '- No.\n- Then we wait.',
      '42',
    );
    expect(readSubtitles(text)).toEqual({
      text: 'Is the boat in? I have waited since the bell.\n\nNo.\n\nThen we wait.\n\n42',
      namesSpeakers: false,
    });
    expect(readSubtitles(srt('船来了吗？\n我等了', '一夜。'))!.text).toBe('船来了吗？我等了一夜。');
  });

  it('tells who speaks where SRT does', () => {
    const text = srt(
      'ADA: Is the boat in?',
      'BEN: No.',
      'ADA: Then we wait',
      'for it.',
      '[BEN] Yes.',
      'NOTE: wet paint',
    );
    expect(readSubtitles(text)).toEqual({
      text: 'Ada: Is the boat in?\n\nBen: No.\n\nAda: Then we wait\n\nfor it.\n\nBen: Yes.\n\nNOTE — wet paint',
      namesSpeakers: true,
    });
  });

  it('reads the voices of VTT, without notes and settings', () => {
    const text =
      'WEBVTT - The Ferry\n\nNOTE a remark\nof two lines\n\nSTYLE\n::cue { color: red }\n\none\n00:01.000 --> 00:02.000 align:start\n<v Ada>Is the <b>boat</b> in?</v>\n\n00:00:03.000 --> 00:00:04.000\n<v.loud Ben>No.\n<v Ada>Then we wait &amp; see.';
    expect(readSubtitles(text)).toEqual({
      text: 'Ada: Is the boat in?\n\nBen: No.\n\nAda: Then we wait & see.',
      namesSpeakers: true,
    });
  });

  it('reads the names of ASS, without songs, signs, drawings and comments', () => {
    const events = [
      'Dialogue: 0,0:00:01.00,0:00:02.00,Default,小满,0,0,0,,{\\an8\\i1}船来了吗？\\N我等了，一夜。',
      'Comment: 0,0:00:01.00,0:00:02.00,Default,小满,0,0,0,,不算',
      'Dialogue: 0,0:00:01.00,0:00:02.00,OP,,0,0,0,,啦啦啦',
      'Dialogue: 0,0:00:01.00,0:00:02.00,Default,,0,0,0,,{\\p1}m 0 0 l 1 1',
      'Dialogue: 0,0:00:03.00,0:00:04.00,Default,阿福,0,0,0,,没有。',
    ];
    const text = `[Script Info]\nTitle: x\n\n[V4+ Styles]\nFormat: Name, Fontname\nStyle: Default,Arial\n\n[Events]\nFormat: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text\n${events.join('\n')}\n`;
    expect(readSubtitles(text)).toEqual({
      text: '小满：船来了吗？ 我等了，一夜。\n\n阿福：没有。',
      namesSpeakers: true,
    });
  });

  it.each(['', 'At 00:00:01,000 --> she came.', 'A novel.\n\nChapter 1\n\nWords.'])(
    'is not misled by %j',
    (text) => {
      expect(readSubtitles(text)).toBeNull();
    },
  );

  it.each([
    ['one cue without end', srt('word '.repeat(200_000))],
    ['tags', srt('<v '.repeat(200_000))],
    ['braces', srt('{\\a'.repeat(200_000))],
    ['cues without end signs', srt(...Array.from({ length: 9 }, () => 'x'), 'y')],
    ['blanks', srt(`a${' '.repeat(200_000)}b`)],
    ['music', srt(`a${'♪'.repeat(200_000)}b`)],
  ])('is not slowed by %s', (_, text) => {
    expect(readSubtitles(text)).not.toBeNull();
  });
});
