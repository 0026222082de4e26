import { describe, expect, it } from '@jest/globals';
import { divide } from './sections.js';
import { isImprint, workBounds } from './imprint.js';
import { readCast } from '../speakers/cast.js';

const zhBody = '　　雪下了一夜，天亮时才停。老李推开门，看见院子里有一行脚印。\n'.repeat(40);
const jaBody = '　雪は一晩じゅう降って、夜明けにやんだ。庭には誰のものともわからない足跡があった。\n'.repeat(
  40,
);
const work = (text: string) => {
  const { from, to } = workBounds(text);
  return text.slice(from, to).trim();
};

describe('workBounds', () => {
  it('leaves out who made a file, before and after', () => {
    const front = '本书由山雪读书会整理制作，更多电子书请到 www.example.com\n==========\n';
    const end = '------\n声明：本书由网友上传，请勿转载，版权归作者所有\nhttps://example.com/books\n';
    const text = `${front}《脚印》\n\n第一章\n${zhBody}第二章\n${zhBody}第三章\n${zhBody}${end}`;
    expect(work(text)).toMatch(/^《脚印》[^w]*脚印。$/);
    expect(work(text)).not.toMatch(/example|声明/);
    const titles = divide(text).sections.map(({ title }) => title);
    expect(titles).toEqual(['版权页', '第一章', '第二章', '第三章', '版权页']);
  });

  it('leaves out what Aozora Bunko puts around a text', () => {
    const legend = `${'-'.repeat(30)}\n【テキスト中に現れる記号について】\n\n《》：ルビ\n${'-'.repeat(30)}\n`;
    const end = '\n底本：「足跡」雪山書房\n　　　1952（昭和27）年1月10日初版発行\n入力：山田\n校正：川村\n';
    const text = `足跡\n山野雪子\n\n${legend}\n一\n${jaBody}二\n${jaBody}三\n${jaBody}${end}`;
    expect(divide(text).sections.map(({ title }) => title)).toEqual(['奥付', '一', '二', '三', '奥付']);
    expect(work(text)).not.toMatch(/ルビ|底本/);
  });

  it('takes a mark of Project Gutenberg that goes over two lines', () => {
    const text = `Header.\n\n*** START OF THE PROJECT GUTENBERG EBOOK THE FOOTPRINTS OF\nTHE NIGHT ***\n\nIt snowed.\n`;
    expect(work(text)).toBe('It snowed.');
  });

  it('finds nothing around a story that only speaks of such things', () => {
    const text = `${zhBody}老李把书下载到手机里，又看了一遍版权页。\n`;
    expect(work(text)).toBe(text.trim());
    expect(work('© Martha Quill')).toBe('© Martha Quill');
  });

  it('keeps whoever speaks in it out of the cast', () => {
    const end =
      '\n底本：「足跡」雪山書房\n校正：川村\n「ありがとう」と川村は言った。「またどうぞ」と川村は言った。\n';
    const text = `一\n${jaBody}二\n${jaBody}三\n${jaBody}${end}`;
    const divided = divide(text);
    expect(isImprint(divided.sections.at(-1)!.title)).toBe(true);
    expect(readCast(text, divided, 'en').people.map(({ name }) => name)).not.toContain('川村');
  });
});
