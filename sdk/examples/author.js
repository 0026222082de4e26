// Writes a character, changes it without losing anybody's edit, and gives it a lorebook.
// KEEPSAKE=http://127.0.0.1:3000 KEEPSAKE_KEY=ksk_… node sdk/examples/author.js   (characters:read, characters:write)
import { answer, Keepsake, KeepsakeError } from '../dist/index.js';

const { api } = new Keepsake({ address: process.env.KEEPSAKE, key: process.env.KEEPSAKE_KEY });

const made = await api.POST('/api/characters', {
  body: {
    name: 'Martha Quill',
    tags: ['ferry', 'calm'],
    sheet: {
      identity: ['A ferrywoman of sixty.', 'She has kept the ferry for thirty years.'],
      voice: ['Short sentences. Never hurries.'],
      greetings: ['You are late again.'],
    },
  },
});
const { id, sheet } = answer(made);
const path = { id };

const changed = await api.PATCH('/api/characters/{id}', {
  params: { path, header: { 'if-match': made.response.headers.get('etag') } },
  body: { sheet: { ...sheet, scenario: 'The ferry, before sunrise.' } },
});
console.log(`${answer(changed).name}, version ${answer(changed).sheetVersion} of the sheet`);

try {
  await api.PATCH('/api/characters/{id}', {
    params: { path, header: { 'if-match': made.response.headers.get('etag') } },
    body: { sheet },
  });
} catch (error) {
  if (!(error instanceof KeepsakeError)) throw error;
  console.log(`An edit of the old version is refused: ${error.code}`);
}

const entries = [{ keys: ['ferry', 'boat'], content: 'The ferry is called Patience.' }];
const lore = await api.POST('/api/characters/{id}/lorebook/entries', { params: { path }, body: { entries } });
console.log(`${answer(lore).total} entry in the lorebook`);
