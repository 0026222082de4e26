import { describe, expect, it } from '@jest/globals';
import { fieldsOf, xmlOf } from './xml.js';

describe('a message of WeChat', () => {
  it('is read field by field, and written so that it is read as it was', () => {
    const pushed = `<xml>
  <ToUserName><![CDATA[gh_1]]></ToUserName>
  <CreateTime>1700000000</CreateTime>
  <Content><![CDATA[a <b> & ]]]]><![CDATA[> 完]]></Content>
  <Label>x &lt; y &amp;amp; z</Label>
  <ScanCodeInfo><ScanType><![CDATA[qrcode]]></ScanType></ScanCodeInfo>
  <Empty></Empty>
</xml>
`;
    expect(Object.fromEntries(fieldsOf(pushed)!)).toEqual({
      ToUserName: 'gh_1',
      CreateTime: '1700000000',
      Content: 'a <b> & ]]> 完',
      Label: 'x < y &amp; z',
      ScanCodeInfo: '',
      Empty: '',
    });
    const said = 'x ]]> y <![CDATA[ &amp; \u{1f600}';
    expect(fieldsOf(xmlOf({ Content: said, CreateTime: 5 }))).toEqual(
      new Map([
        ['Content', said],
        ['CreateTime', '5'],
      ]),
    );
    expect(xmlOf({ Content: 'a\0b\x1b\ud800\uffffc\n' })).toBe(
      '<xml><Content><![CDATA[ab\ufffdc\n]]></Content></xml>',
    );
  });

  it.each([
    ['', 'nothing'],
    ['{"a":1}', 'JSON'],
    ['<xml>', 'half'],
    ['<xml></xml><xml></xml>', 'two'],
    ['<xml></xml>text', 'text behind'],
    ['text<xml></xml>', 'text before'],
    ['<xml>text</xml>', 'text between'],
    ['<html></html>', 'another'],
    ['<?xml version="1.0"?><xml></xml>', 'a declaration'],
    ['<!DOCTYPE xml [<!ENTITY a "b">]><xml><A>&a;</A></xml>', 'an entity'],
    ['<xml><A>&a;</A></xml>', 'a reference'],
    ['<xml><A>&#65;</A></xml>', 'a number'],
    ['<xml><!-- a --></xml>', 'a comment'],
    ['<xml><A b="c">d</A></xml>', 'an attribute'],
    ['<xml><A/></xml>', 'a short form'],
    ['<xml><A></B></xml>', 'a wrong end'],
    ['<xml><A><![CDATA[b</A></xml>', 'an open section'],
    ['<xml><A>1</A><A>2</A></xml>', 'a field twice'],
    [`<xml>${'<A>'.repeat(10)}${'</A>'.repeat(10)}</xml>`, 'depth'],
    [`<xml>${Array.from({ length: 300 }, (_, n) => `<A${n}></A${n}>`).join('')}</xml>`, 'far too many'],
  ])('is nothing else: %j (%s)', (xml) => {
    expect(fieldsOf(xml)).toBeNull();
  });

  it('that is long and broken is refused at once', () => {
    for (const text of ['<![CDATA['.repeat(50_000), '<A>'.repeat(100_000), `<xml>${'&'.repeat(100_000)}`])
      expect(fieldsOf(`<xml>${text}`)).toBeNull();
  });
});
