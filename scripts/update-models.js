/**
 * Writes src/model/known/models-dev.ts anew: what models.dev knows of the models of the suppliers that are listed in
 * src/model/known/suppliers.ts. `node scripts/update-models.js [address or file of api.json] [its date]`
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const [source = 'https://models.dev/api.json', date = new Date().toISOString().slice(0, 10)] =
  process.argv.slice(2);
const folder = join(import.meta.dirname, '../src/model/known');

const api = /^https?:/.test(source)
  ? await (await fetch(source)).json()
  : JSON.parse(readFileSync(source, 'utf8'));
const suppliers = [
  ...readFileSync(join(folder, 'suppliers.ts'), 'utf8').matchAll(/modelsDev: '([\w.-]+)'/g),
].map(([, id]) => id);

/** The last field: t, it takes no temperature; r, it thinks; v, it sees pictures. */
const rowOf = ({ id, limit, cost = {}, temperature, reasoning, modalities }) => [
  id,
  limit.context,
  limit.output || 0,
  ...(cost.input === undefined
    ? [null, null, null]
    : [cost.input, cost.cache_read ?? cost.input, cost.output ?? 0]),
  (temperature === false ? 't' : '') +
    (reasoning ? 'r' : '') +
    (modalities?.input?.includes('image') ? 'v' : ''),
];
const talks = ({ limit, modalities }) => limit?.context > 0 && modalities?.output?.includes('text');

let models = 0;
const lines = suppliers.map((id) => {
  if (!api[id]) throw new Error(`models.dev has no supplier ${id} any more`);
  const rows = Object.values(api[id].models)
    .filter(talks)
    .map(rowOf)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  models += rows.length;
  return `  ${JSON.stringify(id)}: ${JSON.stringify(JSON.stringify(rows))},\n`;
});

writeFileSync(
  join(folder, 'models-dev.ts'),
  `/*!
 * Made by scripts/update-models.js: nothing here is written by hand. From https://models.dev/api.json:
 *
 * MIT License
 *
 * Copyright (c) 2025 spin.dev
 *
 * Permission is hereby granted, free of charge, to any person obtaining a copy
 * of this software and associated documentation files (the "Software"), to deal
 * in the Software without restriction, including without limitation the rights
 * to use, copy, modify, merge, publish, distribute, sublicense, and/or sell
 * copies of the Software, and to permit persons to whom the Software is
 * furnished to do so, subject to the following conditions:
 *
 * The above copyright notice and this permission notice shall be included in all
 * copies or substantial portions of the Software.
 *
 * THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR
 * IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY,
 * FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE
 * AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER
 * LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM,
 * OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE
 * SOFTWARE.
 */

export const MODELS_DEV_DATE = '${date}';

/** By supplier, as JSON that is read when it is first asked for: id, window, longest answer, prices of a million tokens (input, cached, output), flags. */
// prettier-ignore
export const MODELS_DEV: Readonly<Record<string, string>> = {
${lines.join('')}};
`,
);
console.log(`${models} models of ${suppliers.length} suppliers, ${date}`);
