import { describe, expect, it } from '@jest/globals';
import { xlsxOf } from '../../../test/support/files/xlsx.js';
import { zipOf } from '../../../test/support/files/zip.js';
import { extractFile } from '../extract-file.js';

const csv = async (text: string, name = 'x.csv') => (await extractFile(name, Buffer.from(text)))[0]!;

const KEPT = 'Ada: Is the boat in?\n\nBen: No.\n\nAda: Then we wait, and wait.\n\nBen: For the tide: always.';
const TALK = [
  ['Speaker', 'Line'],
  ['Ada', 'Is the boat in?'],
  ['Ben', 'No.'],
  ['Ada', 'Then we wait, and wait.'],
  ['Ben', 'For the tide: always.'],
];

describe('tables', () => {
  it.each<[string, string]>([
    [
      'lines',
      'speaker,line\nAda,Is the boat in?\nBen,No.\nAda,"Then we wait, and wait."\nBen,For the tide: always.',
    ],
    [
      'lines with semicolons',
      'Name;Text\nAda;Is the boat in?\nBen;No.\nAda;Then we wait, and wait.\nBen;For the tide: always.',
    ],
    [
      'DiscordChatExporter',
      'AuthorID,Author,Date,Content,Attachments,Reactions\n"1","Ada","2024-01-02T10:11:12.0000000+00:00","Is the boat in?","",""\n"2","Ben","2024-01-02T10:11:12.0000000+00:00","No.","",""\n"2","Ben","2024-01-02T10:11:12.0000000+00:00","","https://a.test/a.png",""\n"1","Ada","2024-01-03T10:11:12.0000000+00:00","Then we wait, and wait.","",""\n"2","Ben","2024-01-03T10:11:12.0000000+00:00","For the tide: always.","",""',
    ],
    [
      'MemoTrace',
      'localId,TalkerId,Type,SubType,IsSender,CreateTime,Status,StrContent,StrTime,Remark,NickName,Sender\n1,3,1,0,1,1704161472,,Is the boat in?,2024-01-02 10:11:12,,Ada,wxid_a\n2,3,1,0,0,1704161473,,No.,2024-01-02 10:11:13,Ben,Benjamin,wxid_b\n3,3,3,0,0,1704161474,,"<?xml version=""1.0""?><msg><img/></msg>",2024-01-02 10:11:14,Ben,Benjamin,wxid_b\n4,3,1,0,1,1704161475,,"Then we wait, and wait.",2024-01-03 10:11:12,,Ada,wxid_a\n5,3,1,0,0,1704161476,,For the tide: always.,2024-01-03 10:11:12,Ben,Benjamin,wxid_b\n',
    ],
  ])('that are %s are a chat log', async (_, text) => {
    expect(await csv(text)).toMatchObject({ text: KEPT, mediaType: 'text/x-chat-log' });
  });

  it('tell the days of messages, and whom I am', async () => {
    const text =
      'is_sender,msg,CreateTime,type_name,NickName\n1,a,2024-01-02 10:00,文本,\n0,b,2024-01-02 10:00,文本,Ben\n0,c,2024-01-02 10:00,图片,Ben\n1,d,2024-01-03 10:00,文本,\n0,e,2024-01-03 10:00,文本,Ben\n';
    const found = await csv(text);
    expect(found.text).toBe('我：a\n\nBen: b\n\n我：d\n\nBen: e');
    expect(found.headings!.map(({ title }) => title)).toEqual(['2024-01-02', '2024-01-03']);
  });

  it('with a row a person are profiles', async () => {
    const found = await csv(
      '姓名\t年龄\t性格\t口头禅\n林小满\t17\t倔强\t知道了。\n阿福\t60\t\t总是这样。\n',
      'x.tsv',
    );
    expect(found).toMatchObject({
      text: '姓名：林小满\n年龄：17\n性格：倔强\n口头禅：知道了。\n\n姓名：阿福\n年龄：60\n口头禅：总是这样。',
      headings: [{ title: '林小满', start: 0 }, { title: '阿福' }],
      mediaType: 'text/x-profiles',
    });
  });

  it('with the fields in the first column are profiles', async () => {
    expect(await csv('姓名,林小满,阿福\n年龄,17,60\n性格,倔强,安静\n')).toMatchObject({
      text: '姓名：林小满\n年龄：17\n性格：倔强\n\n姓名：阿福\n年龄：60\n性格：安静',
      mediaType: 'text/x-profiles',
    });
  });

  it('of anything else stay rows', async () => {
    expect(await csv('Boat,Length\nHeron,9\n"Gu""ll",7\n')).toMatchObject({
      text: 'Boat | Length\nHeron | 9\nGu"ll | 7',
      mediaType: 'text/csv',
    });
  });

  it('are read from a workbook, without hidden sheets', async () => {
    const [found] = await extractFile(
      'x.xlsx',
      xlsxOf([
        { name: 'Notes', rows: [['Boats']] },
        { name: 'Lines', rows: TALK },
        {
          name: 'Secret',
          rows: [['speaker', 'line'], ...TALK.slice(1).map(([who]) => [who!, 'Hidden.'])],
          hidden: true,
        },
      ]),
    );
    expect(found).toMatchObject({ title: 'x', text: KEPT, mediaType: 'text/x-chat-log' });
    const people = [
      ['姓名', '性格'],
      ['林小满', '倔强'],
      ['阿福', '安静'],
    ];
    const [profiles] = await extractFile(
      'x.xlsx',
      xlsxOf([
        { name: 'a', rows: people },
        { name: 'b', rows: people },
      ]),
    );
    expect(profiles!.headings!.map(({ title }) => title)).toEqual(['林小满', '阿福', '林小满', '阿福']);
    for (const { title, start } of profiles!.headings!)
      expect(profiles!.text.slice(start)).toMatch(new RegExp(`^姓名：${title}`));
  });

  it.each<[string, Buffer, string]>([
    ['empty', xlsxOf([{ name: 'a', rows: [] }]), 'file_not_text'],
    ['cut', xlsxOf([{ name: 'a', rows: TALK }]).subarray(0, 500), 'file_broken'],
    ['no workbook', zipOf([{ name: 'xl/workbook.xml', content: '<w/>' }]), 'file_broken'],
  ])('are refused in a workbook that is %s', async (_, bytes, code) => {
    await expect(extractFile('x.xlsx', bytes)).rejects.toMatchObject({ code });
  });

  it('are refused where a workbook says that they are larger than any', async () => {
    const far = xlsxOf([{ name: 'a', rows: TALK }]).toString('latin1');
    expect(far).toContain('xl/worksheets/sheet1.xml');
    const cells =
      '<worksheet><sheetData><row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>x</t></is></c></row></sheetData></worksheet>';
    const bytes = zipOf([
      ...['[Content_Types].xml'].map((name) => ({ name, content: '<Types/>' })),
      {
        name: 'xl/workbook.xml',
        content: '<workbook><sheets><sheet name="a" sheetId="1" r:id="rId1"/></sheets></workbook>',
      },
      {
        name: 'xl/_rels/workbook.xml.rels',
        content:
          '<Relationships><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
      },
      { name: 'xl/worksheets/sheet1.xml', content: cells },
    ]);
    await expect(extractFile('x.xlsx', bytes)).rejects.toMatchObject({ code: 'file_too_large' });
  });

  it('are refused in a workbook whose cells share a long text', async () => {
    const name = 'xl/worksheets/sheet1.xml';
    const cells = '<row r="1"><c r="A1" t="s"><v>0</v></c></row>';
    const bytes = xlsxOf(
      [{ name: 'a', rows: [] }],
      [
        {
          name,
          content: `<worksheet><sheetData>${Array.from({ length: 2000 }, (_, n) => cells.replaceAll('1"', `${n + 1}"`)).join('')}</sheetData></worksheet>`,
        },
        { name: 'xl/sharedStrings.xml', content: `<sst><si><t>${'x'.repeat(30_000)}</t></si></sst>` },
      ],
    );
    await expect(extractFile('x.xlsx', bytes)).rejects.toMatchObject({ code: 'file_too_large' });
  });

  it.each([
    ['sheets', 'xl/workbook.xml', '<sheet state='],
    ['names of entities', 'xl/styles.xml', '<!DOCTYPE '],
  ])('are not slowed by %s that are never closed', async (_, name, part) => {
    const bytes = xlsxOf([{ name: 'a', rows: TALK }], [{ name, content: part.repeat(200_000) }]);
    await extractFile('x.xlsx', bytes).catch((error: { code?: string }) =>
      expect(error.code).toMatch(/^file_/),
    );
  });

  it.each([
    ['quotes', '"'.repeat(300_000)],
    ['quoted quotes', `a,b\n${'"""'.repeat(200_000)}`],
    ['commas', ','.repeat(300_000) + 'x'],
    ['rows', 'a,b\n'.repeat(100_000)],
  ])('are not slowed by %s', async (_, text) => {
    await csv(text).catch((error: { code?: string }) => expect(error.code).toMatch(/^file_/));
  });
});
