import { extractFile } from '../../dist/src/files/extract-file.js';
import { divideExtracted, read } from '../../dist/src/text/speakers/reading.js';
import { SHAPES } from './shapes-samples.js';

const SOURCE = '00000000-0000-4000-8000-000000000000';
const plain = (text) => text.replace(/[\s“”"「」]/g, '').toLowerCase();

/** What is found of made-up texts in every shape: who is in it, who is taken to be, and who says which line. */
export async function measureShapes() {
  const cases = [];
  for (const [shape, file, content, people, lines] of SHAPES) {
    cases.push({ name: `${shape} (${file})`, ...(await found(file, content, people, lines)) });
  }
  return {
    title: 'Texts of every shape, made up: lines that are given to who says them',
    limit: 'lines',
    cases,
  };
}

async function found(file, content, people, lines) {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content;
  const [extracted] = await extractFile(file, bytes);
  const reading = read(SOURCE, extracted.text, divideExtracted(extracted), extracted);
  const cast = reading.people.map(({ name }) => name);
  const nameOf = (name) => reading.people.find((one) => [one.name, ...one.aliases].includes(name))?.name;
  const missing = people.filter((name) => !nameOf(name));
  const others = cast.filter((name) => !people.some((one) => nameOf(one) === name));
  const right = lines.filter(([who, words]) =>
    reading.quotations.some(
      ({ speaker, start, end }) =>
        speaker === nameOf(who) && plain(reading.text.slice(start, end)).includes(plain(words).slice(0, 8)),
    ),
  );
  const notes = [
    missing.length ? `not there: ${missing.join(', ')}` : 'everybody',
    ...(others.length ? [`nobody: ${others.join(', ')}`] : []),
  ];
  return {
    ratio: lines.length ? (right.length / lines.length).toFixed(2) : '–',
    target: lines.length ? '≥ 0.95' : undefined,
    measured: notes.join('; '),
    limit: String(lines.length),
  };
}
