import { describe, expect, it } from '@jest/globals';
import { readHtml } from './article.js';

const KEPT =
  'Ada: Is the boat in?\n\nBen: No.\n\nBen: Not yet.\n\nAda: Then we wait.\n\nBen: For the tide: always.';

const telegram = (date: string, name: string, text: string) =>
  `<div class="message default clearfix${name ? '' : ' joined'}" id="m"><div class="pull_left userpic_wrap"><div class="userpic userpic1"><div class="initials">A</div></div></div><div class="body">
<div class="pull_right date details" title="${date} 10:11:12 UTC+08:00">10:11</div>${name && `<div class="from_name">${name} </div>`}<div class="text">${text}</div></div></div>`;
const TELEGRAM = `<html><head><title>Exported Data</title></head><body><div class="page_wrap"><div class="history">
<div class="message service" id="s"><div class="body details">2 January 2024</div></div>
${telegram('02.01.2024', 'Ada', 'Is the boat in?')}${telegram('02.01.2024', 'Ben', 'No.')}${telegram('02.01.2024', '', 'Not yet.')}
<div class="message default clearfix"><div class="body"><div class="date details" title="02.01.2024 10:11:12">10:11</div><div class="from_name">Ben</div><div class="forwarded body"><div class="from_name">Paper</div><div class="text">News!</div></div></div></div>
${telegram('13.01.2024', 'Ada', 'Then we wait.')}${telegram('13.01.2024', 'Ben', 'For the tide: always.')}</div></div></body></html>`;

const discord = (name: string, texts: string[]) =>
  `<div class="chatlog__message-group">${texts
    .map(
      (text, i) =>
        `<div id="c" class="chatlog__message-container"><div class="chatlog__message">${
          i
            ? '<div class="chatlog__short-timestamp" title="Tuesday">10:11</div>'
            : `<div class="chatlog__reply"><div class="chatlog__reply-author">Cid</div><div class="chatlog__reply-content">Quoted</div></div><div class="chatlog__header"><span class="chatlog__author" title="x#1">${name}</span><span class="chatlog__timestamp" title="Tuesday, January 2, 2024 10:11 AM"><a href="#">01/02/2024 10:11 AM</a></span></div>`
        }<div class="chatlog__content chatlog__markdown"><span class="chatlog__markdown-preserve">${text}</span></div></div></div>`,
    )
    .join('')}</div>`;
const DISCORD = `<!DOCTYPE html><html><head><title>Quay - boats</title></head><body><div class="preamble"><div>Quay</div></div><div class="chatlog">${discord('Ada', ['Is the boat in?'])}${discord('Ben', ['No.', 'Not yet.'])}${discord('Ada', ['Then we wait.'])}${discord('Ben', ['For the tide: always.'])}</div></body></html>`;

const qq = (name: string, text: string) =>
  `<tr><td><div style=color:#006EFE;padding-left:10px;><div style=float:left;margin-right:6px;>${name}</div>10:11:12</div><div style=padding-left:20px;><font style="font-size:10pt" color='000000'>${text}</font></div></td></tr>`;
const QQ = `<html xmlns="http://www.w3.org/1999/xhtml"><head><title>QQ Message</title></head><body><table width=100% cellspacing=0><tr><td><div style=padding-left:10px;>消息记录</div></td></tr><tr><td style=border-bottom-width:1px;>日期: 2024-01-02</td></tr>${qq('Ada', 'Is the boat in?')}${qq('Ben(10002)', 'No.')}${qq('Ben(10002)', 'Not yet.')}${qq('Ben', '<IMG src="{A}.dat">')}<tr><td>日期: 2024-01-13</td></tr>${qq('Ada', 'Then we wait.')}${qq('Ben', 'For the tide: always.')}</table></body></html>`;

describe('a page that is a chat log', () => {
  it.each([
    ['Telegram', TELEGRAM, ['2024-01-02', '2024-01-13']],
    ['DiscordChatExporter', DISCORD, ['2024-01-02']],
    ['QQ', QQ, ['2024-01-02', '2024-01-13']],
  ])('is read as %s wrote it', (_, html, days) => {
    const page = readHtml(html);
    expect(page).toMatchObject({ text: KEPT, mediaType: 'text/x-chat-log' });
    expect(page.headings?.map(({ title }) => title)).toEqual(days);
  });

  it('is none because something floats', () => {
    const html = `<body><div style="float:left">x</div><p>${'The keeper went down to the water. '.repeat(9)}</p></body>`;
    expect(readHtml(html).mediaType).toBe('text/html');
  });
});
