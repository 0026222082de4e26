import { zipOf } from './zip.js';

export const EPUB = zipOf([
  { name: 'mimetype', content: 'application/epub+zip' },
  { name: 'META-INF/container.xml', content: '<container><rootfile full-path="b.opf"/></container>' },
  {
    name: 'b.opf',
    content:
      '<package><manifest><item id="a" href="a.xhtml" media-type="application/xhtml+xml"/></manifest><spine><itemref idref="a"/></spine></package>',
  },
  { name: 'a.xhtml', content: '<html><body><p>Ada planted a tree.</p></body></html>' },
]);
export const STORY = '她走到水边，数了数船，又回到塔上去。'.repeat(10);
/** 胡桃来了。in GB18030, many times over. */
export const GBK = Buffer.concat(
  Array(40).fill(Buffer.from([0xba, 0xfa, 0xcc, 0xd2, 0xc0, 0xb4, 0xc1, 0xcb, 0xa1, 0xa3])),
);
