/** (b) Reading a novel to passages and cast, in MB/s and against one regular-expression pass over the same text. */
import { existsSync, readFileSync } from 'node:fs';
import { readCast } from '../dist/src/text/cast.js';
import { decode } from '../dist/src/text/decode.js';
import { languageOf } from '../dist/src/text/language.js';
import { divide } from '../dist/src/text/sections.js';
import { median } from './bench-server.js';

const english = (n) =>
  `Chapter ${n}\n\n` +
  Array.from(
    { length: 40 },
    (_, k) =>
      `“We have waited ${k} days,” said Martha Quill, and Tobias looked at the water for a long time before he answered her. “Then we shall wait ${n} more,” said Tobias.`,
  ).join('\n\n');
const chinese = (n) =>
  `第${n}回 渡口风雨\n` +
  Array.from(
    { length: 60 },
    (_, k) =>
      `　　沈婆婆说道：“我们已经等了${k}天。”阿福望着江水，半晌没有作声，末了笑道：“那就再等${n}天罢。”`,
  ).join('\n');
const grow = (make) => {
  let text = '';
  for (let n = 1; text.length < 1_000_000; n++) text += `${make(n)}\n\n`;
  return Buffer.from(text);
};

const folder = '../shared/data/novels';
const texts = [
  ['own English', grow(english)],
  ['own Chinese', grow(chinese)],
];
if (existsSync(folder)) {
  for (const path of [
    'en/pride_and_prejudice/1342-0.txt',
    'zh/hongloumeng.utf8-crlf.tennessine.txt',
    'zh/sanguo.gbk.liangwe.txt',
  ]) {
    if (existsSync(`${folder}/${path}`))
      texts.push([path.split('/').pop(), readFileSync(`${folder}/${path}`)]);
  }
} else console.log(`skipped: there is no ${folder}`);

const time = (work) => {
  const from = performance.now();
  work();
  return performance.now() - from;
};
const rows = texts.map(([name, bytes]) => {
  const { text } = decode(bytes);
  const pass = median(Array.from({ length: 5 }, () => time(() => text.match(/[“"「].*?[”"」]/gs))));
  const read = median(
    Array.from({ length: 3 }, () =>
      time(() => {
        const { text: decoded } = decode(bytes);
        readCast(decoded, divide(decoded), languageOf(decoded));
      }),
    ),
  );
  return {
    text: name,
    MB: (bytes.length / 1e6).toFixed(2),
    'MB/s': (bytes.length / 1e3 / read).toFixed(1),
    'times one pass': (read / pass).toFixed(0),
  };
});
console.log('\n(b) Reading: decode, divide, cast and quotations, against one regular-expression pass');
console.table(rows);
