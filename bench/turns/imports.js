import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writePngCard } from '../../dist/src/characters/cards/png-card.js';
import { readCardFile } from '../../dist/src/characters/cards/card-file.js';
import { clock } from '../support/clock.js';
import { megabytes, milliseconds, short } from '../support/table.js';
import { said } from './story.js';

const CARDS = 100;
const ENTRIES = 30;
const MESSAGES = 100_000;

/**
 * What a person brings along: cards one after another, and a long chat. Beside it, what nobody can do without: the
 * files read from disk, and their JSON parsed.
 */
export async function measureImports(server) {
  const folder = await mkdtemp(join(tmpdir(), 'keepsake-bench-imports-'));
  try {
    const cards = await writeCards(folder);
    const chat = join(folder, 'chat.jsonl');
    await writeFile(chat, chatOf(MESSAGES));
    // The first of each loads code.
    await bringCard(server, cards[0]);
    await bringChat(server, await server.empty(), await small(folder));
    return {
      title: 'Imports over HTTP: 100 PNG cards of 30 entries, a SillyTavern chat of 100,000 messages',
      limit: 'reading the files and parsing their JSON',
      cases: [
        ...(await beside(server, '100 cards', cards, async () => {
          for (const path of cards) await bringCard(server, path);
        })),
        ...(await beside(server, '100,000 messages', [chat], async () => {
          await bringChat(server, await server.empty(), chat);
        })),
      ],
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function beside(server, name, paths, act) {
  const bytes = (await Promise.all(paths.map((path) => readFile(path)))).reduce(
    (sum, { length }) => sum + length,
    0,
  );
  const begunLimit = clock();
  for (const path of paths) await parsed(path);
  const limit = clock() - begunLimit;
  const before = await memory(server.pid, true);
  const begun = clock();
  await act();
  const took = clock() - begun;
  const after = await memory(server.pid, false);
  return [
    {
      name: `${name}: time`,
      measured: milliseconds(took),
      limit: milliseconds(limit),
      ratio: `${short(took / limit)}×`,
    },
    before === null
      ? { name: `${name}: memory`, skipped: 'skipped: no /proc here' }
      : {
          name: `${name}: peak of memory added`,
          measured: megabytes(after - before),
          limit: `${megabytes(bytes)} of files`,
          ratio: `${short((after - before) / bytes)}×`,
        },
  ];
}

async function parsed(path) {
  const bytes = await readFile(path);
  if (path.endsWith('.jsonl')) for (const line of bytes.toString().split('\n')) JSON.parse(line);
  else {
    // The chunk's length stands before its type, the keyword begins its data.
    const at = bytes.indexOf('chara\0');
    const data = bytes.toString('latin1', at + 6, at + bytes.readUInt32BE(at - 8));
    JSON.parse(Buffer.from(data, 'base64').toString());
  }
}

/** Resident bytes; those it had at most since the peak was forgotten. Null where there is no /proc. */
async function memory(pid, forget) {
  if (process.platform !== 'linux') return null;
  if (forget) await writeFile(`/proc/${pid}/clear_refs`, '5');
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/^VmHWM:\s+(\d+) kB/m.exec(status)[1]) * 1024;
}

async function bringCard(server, path) {
  const form = new FormData();
  form.append('file', new Blob([await readFile(path)]), 'card.png');
  await server.post('/api/characters/import', form);
}

async function bringChat(server, sessionId, path) {
  const form = new FormData();
  form.append('file', new Blob([await readFile(path)]), 'chat.jsonl');
  await server.post(`/api/sessions/${sessionId}/import`, form);
}

async function writeCards(folder) {
  const paths = [];
  for (let n = 0; n < CARDS; n++) {
    const data = {
      name: `Card ${n}`,
      description: Array.from({ length: 20 }, (_, i) => said(n * 40 + i)).join('\n'),
      personality: said(n),
      scenario: said(n + 1),
      first_mes: said(n + 2),
      mes_example: `<START>\n{{user}}: ${said(n + 3)}\n{{char}}: ${said(n + 4)}`,
      creator_notes: '',
      system_prompt: '',
      post_history_instructions: '',
      alternate_greetings: [said(n + 5), said(n + 6)],
      tags: ['bench'],
      creator: 'bench',
      character_version: '1',
      extensions: {},
      character_book: {
        extensions: {},
        entries: Array.from({ length: ENTRIES }, (_, i) => ({
          keys: [`key${i}`, `钥匙${i}`],
          content: said(n + i),
          enabled: true,
          insertion_order: i,
          extensions: {},
        })),
      },
    };
    const card = { spec: 'chara_card_v2', spec_version: '2.0', data };
    const read = await readCardFile(Buffer.from(JSON.stringify(card)), 'card.json', 'en');
    const path = join(folder, `${n}.png`);
    await writeFile(path, writePngCard(read, undefined, []));
    paths.push(path);
  }
  return paths;
}

async function small(folder) {
  const path = join(folder, 'small.jsonl');
  await writeFile(path, chatOf(100));
  return path;
}

function chatOf(messages) {
  const head = {
    user_name: 'Ann',
    character_name: 'Ada',
    create_date: '2025-1-1@10h00m00s',
    chat_metadata: {},
  };
  const lines = [JSON.stringify(head)];
  for (let n = 0; n < messages; n++) {
    const mes = said(n);
    lines.push(
      JSON.stringify({
        name: n % 2 ? 'Ada' : 'Ann',
        is_user: n % 2 === 0,
        is_system: false,
        send_date: new Date(Date.UTC(2025, 0, 1, 10) + n * 60_000).toISOString(),
        mes,
        extra: {},
        ...(n % 2 && { swipe_id: 0, swipes: [mes] }),
      }),
    );
  }
  return lines.join('\n');
}
