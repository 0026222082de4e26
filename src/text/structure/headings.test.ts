import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { findHeadings } from './headings.js';

const zhBody = '　　雪下了一夜，天亮时才停。老李推开门，看见院子里有一行脚印。\n'.repeat(12);
const enBody = 'The snow had stopped before dawn, and there were footprints in the yard\nthat nobody could explain.\n\n'.repeat(8); // prettier-ignore
const book = (headings: string[], body: string) => headings.map((h) => `${h}\n\n${body}\n`).join('');
const titles = (text: string) => findHeadings(text).map((h) => h.title);

describe('findHeadings', () => {
  it.each([
    ['第一回　雪夜　脚印', '第二回　空院　无人', '第三回　归来　故人'],
    ['第1章 雪夜', '第2章 你是谁？', '第3章 归来，以及别的'],
    ['　　第一章雪夜', '　　第二章脚印', '　　第三章归来'],
    ['【第一章】', '【第二章】', '【第三章】'],
    ['楔子', '第一百零一章：雪夜', '第一百零二章：脚印', '番外一 归来', '尾声'],
    ['卷一 雪', '卷二 月', '卷三 风'],
    ['正文 第十节 雪', '正文 第十一节 月', '正文 第十二节 风'],
    ['第七十七回 渡口失火', '第七十八回 十节竹杖三声响', '第七十九回 一部旧书两家争'],
    ['第一回 老樵夫夜拾金簪，小渔女晨寻玉佩', '第二回 破庙里三人分饼，荒村外一马惊铃'],
    ['第一回老樵夫夜拾金簪　小渔女晨寻玉佩', '第二回破庙里三人分饼　荒村外一马惊铃'],
    ['第一回 老樵夫夜拾金簪，小渔女晨寻玉佩。', '第二回 破庙里三人分饼，荒村外一马惊铃。'],
    ['441、雪夜', '442、脚印', '443、归来'],
    ['四百四十一、雪夜', '四百四十二、他来了，又走了', '四百四十三、归来'],
    ['一', '二', '三', '五', '六', '七', '八'],
    ['（一）', '（二）', '（三）'],
    ['第一夜', '第二夜 脚印', '第三夜'],
    ['第一封信', '第二封信', '第三封信'],
    ['Ⅰ', 'Ⅱ', 'Ⅲ', 'Ⅳ'],
    ['卷之一 雪', '卷之二 月', '卷之三 风'],
    ['第一章 雪', '第二章 月', '终章'],
    ['—— 一 ——', '—— 二 ——', '—— 三 ——'],
  ])('finds Chinese chapters: %s', (...headings) => {
    expect(titles(book(headings, zhBody))).toEqual(
      headings.map((h) => h.replace(/^[\s【—]+|[】\s—]+$/g, '').replace(/\s+/g, ' ')),
    );
  });

  it.each([
    ['Chapter 1', 'Chapter 2', 'Chapter 3'],
    ['CHAPTER I.', 'CHAPTER II.', 'CHAPTER III.'],
    ['Chapter One: Snow', 'Chapter Two: Footprints', 'Chapter Three: Home Again'],
    ['PROLOGUE', 'CHAPTER THE FIRST', 'CHAPTER THE SECOND', 'EPILOGUE'],
    ['Letter 1', 'Letter 2', 'Letter 3'],
    ['STAVE I. SNOW', 'STAVE II. FOOTPRINTS', 'STAVE III. HOME'],
    ['I', 'II', 'III', 'IV'],
    ['I. Snow', 'II. Footprints', 'III. Home Again'],
    ['1', '2', '3'],
    ['LXXXVI', 'LXXXVII', 'LXXXVIII', 'LXXXIX', 'XC'],
    ['ADVENTURE I. THE SNOW', 'ADVENTURE II. THE FOOTPRINTS', 'ADVENTURE III. HOME'],
    ['FIT THE FIRST. THE SNOW', 'FIT THE SECOND. THE YARD', 'FIT THE THIRD. HOME'],
    ['The First Night', 'The Second Night', 'The Third Night'],
    ['FIRST LETTER', 'SECOND LETTER', 'LAST LETTER'],
    ['STAVE ONE', 'STAVE TWO', 'STAVE THREE'],
    ['Chapter 1: the snow', 'Chapter 2: the footprints', 'Chapter 3: home again'],
    ['CHAPTER I.--THE SNOW', 'CHAPTER II.--THE YARD', 'CHAPTER THE LAST'],
    ['Kapitel 1', 'Kapitel 2', 'Kapitel 3'],
    ['I.—The Snow', 'II.—The Yard', 'III.—Home Again'],
    ['THE PREFACE', 'CHAPTER I', 'CHAPTER II', 'AFTERWORD'],
    ['7. Snow', '8. Footprints', '9. Home Again'],
    ['Ch. 7: Snow', 'Ch. 8: Footprints', 'Ch. 9: Home Again'],
    ['No. 7. Snow', 'No. 8. Footprints', 'No. 9. Home Again'],
    ['SNOW', 'THE SECOND ROPE', 'HOME AGAIN', 'A DOOR'],
    ['Chapter Ninety-Nine', 'Chapter One Hundred', 'Chapter One Hundred and One'],
    ['Volume 1, Chapter 1: Snow', 'Volume 1, Chapter 2: Footprints', 'Volume 2, Chapter 1: Home Again'],
  ])('finds English chapters: %s', (...headings) => {
    expect(titles(book(headings, enBody))).toEqual(headings);
  });

  it('points at the line', () => {
    const text = book(['Chapter 1', '  Chapter 2', 'Chapter 3'], enBody);
    for (const { title, start, end } of findHeadings(text)) expect(text.slice(start, end)).toBe(title);
  });

  it('takes the title from the next line', () => {
    expect(
      titles(book(['Chapter I\n\nSnow', 'Chapter II\n\nWHO WAS IT?', 'Chapter III\nHome Again'], enBody)),
    ).toEqual(['Chapter I Snow', 'Chapter II WHO WAS IT?', 'Chapter III Home Again']);
    expect(titles(book(['第一章\n雪夜', '第二章\n\n脚印', '第三章'], zhBody))).toEqual([
      '第一章 雪夜',
      '第二章 脚印',
      '第三章',
    ]);
  });

  it('joins a title that goes over several lines', () => {
    const long =
      'CHAPTER I.\n\nTELLS OF A NIGHT IN WHICH IT SNOWED, AND OF WHAT\nWAS FOUND IN THE YARD IN THE MORNING';
    const small =
      'CHAPTER II\nHow the Old Man went down to the River to look for\nhis Dog, and what he found there';
    const same = 'CHAPTER III. IN WHICH THE OLD MAN AND HIS NEIGHBOUR AT\nLAST COME HOME';
    const all = [long, small, same];
    expect(titles(book(all, enBody))).toEqual(all.map((title) => title.replace(/\s+/g, ' ')));
    const couplets = [
      '第一回\n\n老樵夫夜拾金簪\n小渔女晨寻玉佩',
      '第二回 破庙里三人分饼\n　　　荒村外一马惊铃',
    ];
    expect(titles(book(couplets, zhBody))).toEqual(couplets.map((title) => title.replace(/\s+/g, ' ')));
  });

  it('takes no first paragraph for a title', () => {
    const short =
      'It was cold that morning, and nobody in the village had\nslept. How the dogs had barked!\n';
    expect(titles(book(['CHAPTER I', 'CHAPTER II', `CHAPTER III\n\n${short}`], enBody))[2]).toBe(
      'CHAPTER III',
    );
  });

  it('closes gaps by what stands around them', () => {
    const slips = ['第七回 雪夜', '弟八回 脚印', '第九回 归来', '第十回 故人'];
    expect(titles(book(slips, zhBody))).toEqual(slips);
    const en = ['CHAPTER I', 'CHAPER II', 'CHAPTER III', 'CHAPTER IV'];
    expect(titles(book(en, enBody))).toEqual(en);
  });

  it('takes page numbers for no chapters', () => {
    const page =
      'The snow had stopped before dawn, and there were footprints in the yard that nobody\n'.repeat(8);
    const text = Array.from({ length: 9 }, (_, n) => `${page}${n + 1}\n`).join('');
    expect(findHeadings(text)).toEqual([]);
  });

  it('finds chapters in books that count anew', () => {
    const text = book(['BOOK I', 'I', 'II', 'III', 'BOOK II', 'I', 'II', 'III'], enBody);
    expect(titles(text).slice(1, 6)).toEqual([
      'BOOK I · I',
      'BOOK I · II',
      'BOOK I · III',
      'BOOK II',
      'BOOK II · I',
    ]);
    const first = ['BOOK THE FIRST. SNOW\n\nCHAPTER I. Night', 'CHAPTER II. Day', 'BOOK THE SECOND. THAW\n\n\nCHAPTER I. Rain', 'CHAPTER II. Wind']; // prettier-ignore
    expect(titles(book(first, enBody))).toEqual([
      'BOOK THE FIRST. SNOW · CHAPTER I. Night',
      'BOOK THE FIRST. SNOW · CHAPTER II. Day',
      'BOOK THE SECOND. THAW · CHAPTER I. Rain',
      'BOOK THE SECOND. THAW · CHAPTER II. Wind',
    ]);
    const vol = book(
      ['CHAPTER I', 'CHAPTER II', 'VOL. II.\n\nSnow.\n\nA Tale, by M. Quill.\n\nCHAPTER I', 'CHAPTER II'],
      enBody,
    );
    expect(titles(vol).slice(2)).toEqual(['VOL. II. · CHAPTER I', 'VOL. II. · CHAPTER II']);
  });

  it('is not fooled by prose that begins like a heading', () => {
    const zh = book(['第一回 雪夜', '第二回 脚印', '第三回 归来'], zhBody + '第四回中既将此事表过，如今且说别的。\n第二部分\n第一集合点在山下\n' + zhBody); // prettier-ignore
    expect(titles(zh)).toEqual(['第一回 雪夜', '第二回 脚印', '第三回 归来']);
    const en = book(['Chapter 1', 'Chapter 2', 'Chapter 3'], enBody + 'Chapter two was dull, they said.\n\nPart I know of it.\n\n' + enBody); // prettier-ignore
    expect(titles(en)).toEqual(['Chapter 1', 'Chapter 2', 'Chapter 3']);
  });

  it('takes marks around an ordinal for ornament', () => {
    expect(titles(book(['【第一章】雪夜', '【第二章】脚印', '【第三章】归来'], zhBody))).toEqual([
      '第一章 雪夜',
      '第二章 脚印',
      '第三章 归来',
    ]);
    expect(titles(book(['◇第一章 雪夜', '◇第二章 脚印', '◇第三章 归来'], zhBody))).toEqual([
      '第一章 雪夜',
      '第二章 脚印',
      '第三章 归来',
    ]);
    expect(titles(book(['☆、第1章 雪夜', '☆、第2章 脚印', '☆、第3章 归来【三更】'], zhBody))).toEqual([
      '第1章 雪夜',
      '第2章 脚印',
      '第3章 归来【三更】',
    ]);
  });

  it('takes a title that somebody says', () => {
    const said = ['第一章 她说：“你来了。”', '第二章 脚印，脚印', '第三章 归来！'];
    expect(titles(book(said, zhBody))).toEqual(said);
  });

  it('leaves out a table of contents', () => {
    const list = ['CHAPTER I. Snow', 'CHAPTER II. Footprints', 'CHAPTER III. Home Again'];
    const text = `CONTENTS\n\n${list.join('\n\n')}\n\n\n${book(list, enBody)}`;
    expect(titles(text)).toEqual(list);
    expect(findHeadings(text)[0]!.start).toBe(text.lastIndexOf(list[0]!));
    const zh = ['序章', '第一章 雪', '第二章 月', '第三章 风'];
    expect(titles(`目录\n${zh.join('\n')}\n\n${book(zh, zhBody)}`)).toEqual(zh);
    expect(titles(`目录\n${zh.join(' ')}\n\n${book(zh, zhBody)}`)).toEqual(zh);
    const other = ['第一章 雪……1', '第二章 月……12', '第三章 风……30'];
    expect(titles(`目录\n${other.join('\n')}\n\n${book(['一', '二', '三'], zhBody)}`)).toEqual([
      '一',
      '二',
      '三',
    ]);
  });

  it('drops a heading that stands in its chapter again', () => {
    const text = book(['第一回 雪夜　脚印', '第二回 空院　无人', '第三回 归来　故人'], zhBody).replace(
      '第二回 空院　无人\n',
      '第二回 空院　无人\n\n第二回空院无人——\n',
    );
    expect(titles(text)).toHaveLength(3);
  });

  it('names the volume where chapters count anew', () => {
    const text = book(
      ['VOLUME I\n\nCHAPTER I', 'CHAPTER II', 'VOLUME II\n\nCHAPTER I', 'CHAPTER II'],
      enBody,
    );
    expect(titles(text)).toEqual([
      'VOLUME I · CHAPTER I',
      'VOLUME I · CHAPTER II',
      'VOLUME II · CHAPTER I',
      'VOLUME II · CHAPTER II',
    ]);
    const zh = book(['上卷', '第一章', '第二章', '下卷', '第一章', '第二章'], zhBody);
    expect(titles(zh)).toEqual([
      '上卷',
      '上卷 · 第一章',
      '上卷 · 第二章',
      '下卷',
      '下卷 · 第一章',
      '下卷 · 第二章',
    ]);
  });

  it('keeps a chapter whose ordinal is misprinted', () => {
    expect(
      titles(
        book(['第十一章 雪', '第十二章 月', '第十二章 风', '第四章 霜', '第十五章 露'], zhBody.repeat(4)),
      ),
    ).toHaveLength(5);
  });

  it('counts in words alone, with a title below or without', () => {
    const words = ['One', 'Two', 'Three', 'Four'];
    expect(titles(book(words, enBody))).toEqual(words);
    const titled = ['ONE\n\nThe Lamp', 'TWO\n\nThe Rope', 'THREE\n\nThe Tide'];
    expect(titles(book(titled, enBody))).toEqual(['ONE The Lamp', 'TWO The Rope', 'THREE The Tide']);
  });

  it('finds Korean chapters', () => {
    const body = '비가 내렸다. 누군가 다시 배를 세었다. 여러 척 있었다.\n\n'.repeat(6);
    const marked = ['프롤로그', '제1장 안개', '제2장 배', '에필로그'];
    expect(titles(book(marked, body))).toEqual(marked);
    const plain = ['1화', '2화 배', '3화 소금'];
    expect(titles(book(plain, body))).toEqual(plain);
  });

  it('finds none where there are none', () => {
    expect(findHeadings(zhBody)).toEqual([]);
    expect(findHeadings(`${enBody}1. Salt\n2. Bread\n3. Wine\n${enBody}`)).toEqual([]);
    expect(findHeadings('')).toEqual([]);
  });

  it('keeps order and stays within the text, whatever it is given', () => {
    const line = fc.constantFrom('第一章', '第3回 雪', '卷二', 'Chapter 1', 'CHAPTER IX. X', 'Book I', 'II', '7', '', '  ', '序', 'It snowed.', '“好。”', '1. Salt'); // prettier-ignore
    fc.assert(
      fc.property(fc.array(fc.tuple(line, fc.nat(30))), (lines) => {
        const text = lines.map(([l, blank]) => l + '\n' + '雪。'.repeat(blank * 20)).join('\n');
        let last = 0;
        for (const { title, start, end } of findHeadings(text)) {
          expect(title).not.toBe('');
          expect(start).toBeGreaterThanOrEqual(last);
          expect(end).toBeGreaterThan(start);
          last = end;
        }
        expect(last).toBeLessThanOrEqual(text.length);
      }),
    );
  });
});
