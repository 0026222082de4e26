import { readdir, readFile } from 'node:fs/promises';
import { gunzipSync } from 'node:zlib';
import { load } from 'cheerio';
import { readHtml } from '../../dist/src/pages/article.js';
import { megabytes } from '../support/table.js';

const PAGES = new URL('../../../shared/data/pages/', import.meta.url);
/** What stands around an article on these pages; found here by other means than the reader's own. */
const AROUND =
  'nav, footer, header, .navbox, .toc, .custom-tabs, .mw-editsection, .catlinks, #catlinks, .page-footer, .page-header__actions, .global-navigation, .wds-global-footer, .page__right-rail, .page-side-tools, #side-bar, #header, #footer';
/** Under which labels a field stands in an infobox; the title stands alone. */
const FIELDS = {
  title: /^[^:]*$/,
  birthday: /^birthday/i,
  constellation: /^constellation/i,
  region: /^(?:nation|region)/i,
  affiliation: /^affiliation/i,
  'voice in English': /^english/i,
  'voice in Chinese': /^chinese/i,
  'voice in Japanese': /^japanese/i,
  'voice in Korean': /^korean/i,
};

/** Saved pages: is what is known of somebody from elsewhere found in the infobox, is the text there, is what is around it gone. */
export async function measurePages() {
  const names = await readdir(new URL('fandom_genshin/', PAGES)).catch(() => null);
  const cases = names ? [] : [{ name: 'pages', skipped: 'skipped: no ../shared/data' }];
  for (const name of (names ?? []).sort()) {
    const html = await text(`fandom_genshin/${name}`);
    const key = name.replace('.html', '');
    const known = JSON.parse(await text(`gt_genshin/${key}.json`));
    const spoken = await text(`gt_genshin/voiceovers/${key}.en.json`).then(JSON.parse, () => []);
    cases.push(caseOf(name, html, known, spoken));
  }
  if (names) {
    cases.push(caseOf('scp_9935.html', await text('other/scp_9935.html')));
    cases.push(
      caseOf(
        'wikipedia_Batman (API)',
        await recordedPage('mediawiki_api/wikipedia_Batman.revisions_parsed.json'),
      ),
    );
  }
  return {
    title: 'Saved pages: fields, text, navigation left',
    limit: 'facts known from elsewhere that the page holds, or its paragraphs',
    cases,
  };
}

const text = (path) => readFile(new URL(path, PAGES), 'utf8');

/** A recorded answer of an API: compressed, in pieces, as hexadecimal digits. */
async function recordedPage(path) {
  const pieces = JSON.parse(await text(path)).map((piece) => Buffer.from(piece, 'hex'));
  const { query } = JSON.parse(gunzipSync(Buffer.concat(pieces)).toString());
  const [page] = Object.values(query.pages);
  return `<title>${page.title}</title>${page.revisions[0]['*']}`;
}

function caseOf(name, html, known, spoken = []) {
  const page = readHtml(html);
  const told = [];
  const $ = load(html);
  const around = lines($, $(AROUND));
  $(`script, style, noscript, ${AROUND}`).remove();
  const article = $('.mw-parser-output').length ? $('.mw-parser-output') : $('#page-content');
  const own = new Set(lines($, article.find('a')).concat(lines($, article)));
  const paragraphs = article
    .find('p')
    .get()
    .map((p) => plain($(p).clone().find('sup.reference').remove().end().text()))
    .filter((line) => line.length >= 60);
  const whole = plain(page.text);
  const kept = paragraphs.filter((line) => whole.includes(line.slice(0, 50))).length;
  const extracted = new Set(page.text.split('\n').map(plain));
  const foreign = [...new Set(around)].filter((line) => line.length >= 4 && !own.has(line));
  const left = foreign.filter((line) => extracted.has(line)).length;
  told.push(`paragraphs ${kept}/${paragraphs.length}`, `navigation ${left}/${foreign.length}`);
  const onPage = plain(load(html)('.mw-parser-output').text());
  let [found, expected] = [kept, paragraphs.length];
  if (known) {
    const fields = fieldsIn(boxOf(page), known, onPage);
    [found, expected] = [fields.found, fields.found + fields.missing.length];
    if (fields.missing.length) told.push(`not found: ${fields.missing.join(', ')}`);
    if (fields.elsewhere) told.push(`${fields.elsewhere} worded otherwise on the page`);
  } else {
    told.push(`${boxOf(page).length} lines of infobox`);
  }
  const shown = spoken
    .map((line) => plain(line.text))
    .filter((line) => line.length >= 20 && onPage.includes(line));
  if (spoken.length) {
    told.push(
      shown.length
        ? `voice lines ${shown.filter((line) => whole.includes(line)).length}/${shown.length}`
        : 'no voice lines on the page',
    );
  }
  return {
    name: `${name} (${megabytes(Buffer.byteLength(html))})`,
    measured: told.join(', '),
    limit: `${expected} facts`,
    ratio: `${found} / ${expected}`,
  };
}

function boxOf({ text: whole, headings = [] }) {
  const box = headings.findIndex(({ title }) => title === 'Infobox');
  if (box < 0) return [];
  return whole
    .slice(headings[box].start, headings[box + 1]?.start)
    .trim()
    .split('\n');
}

/** Of the fields whose value is on the page in the very same words, those that stand under their label. */
function fieldsIn(box, { cv, ...known }, onPage) {
  const voices = Object.entries(cv).map(([language, who]) => [
    `voice in ${language[0].toUpperCase()}${language.slice(1)}`,
    who,
  ]);
  const all = [
    ...Object.keys(FIELDS)
      .filter((field) => known[field])
      .map((field) => [field, known[field]]),
    ...voices,
  ].map(([field, value]) => [field, value.split(/\s*&\s*/).map(plain)]);
  const expected = all.filter(([, parts]) => parts.every((part) => onPage.includes(part)));
  const missing = expected.filter(([field, parts]) => {
    const fitting = box
      .filter((line) => FIELDS[field].test(line))
      .map(plain)
      .join('\n');
    return !parts.every((part) => fitting.includes(part));
  });
  return {
    found: expected.length - missing.length,
    missing: missing.map(([field]) => field),
    elsewhere: all.length - expected.length,
  };
}

/** The texts of the links and of the smallest blocks. */
function lines($, within) {
  return within
    .find('a, li, th, td, dt, h2, h3')
    .addBack('a')
    .get()
    .map((element) => plain($(element).text()))
    .filter((line) => line !== '');
}

function plain(words) {
  return words.replace(/[‘’]/g, "'").replace(/[“”]/g, '"').replace(/\s+/g, ' ').trim().toLowerCase();
}
