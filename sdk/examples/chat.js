// Begins a conversation and prints the reply as it is written.
// KEEPSAKE=… KEEPSAKE_KEY=ksk_… node sdk/examples/chat.js "Martha"   (characters:read, sessions:write, sessions:talk)
import { answer, Keepsake } from '../dist/index.js';

const keepsake = new Keepsake({ address: process.env.KEEPSAKE, key: process.env.KEEPSAKE_KEY });
const { api } = keepsake;

const query = { q: process.argv[2] ?? '', limit: 1 };
const [character] = answer(await api.GET('/api/characters', { params: { query } })).items;
if (!character) throw new Error('There is no such character.');
const session = answer(
  await api.POST('/api/sessions', { body: { characterId: character.id, persona: { name: 'Ada' } } }),
);

for await (const { name, body } of keepsake.talk(session.id, 'How long have you kept the ferry?')) {
  if (name === 'turn.delta') process.stdout.write(body.text);
  if (name === 'turn.finished') console.log(`\n(${body.receipt.messagesTotal} messages in the story)`);
}
