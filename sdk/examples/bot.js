// A bot in 30 lines: every line of the input is somebody's, `name: text`; each has a conversation that lasts.
// KEEPSAKE=… KEEPSAKE_KEY=ksk_… node sdk/examples/bot.js "Martha"   (sessions:talk)
import { createInterface } from 'node:readline';
import { answer, Keepsake, KeepsakeError } from '../dist/index.js';

const { api } = new Keepsake({ address: process.env.KEEPSAKE, key: process.env.KEEPSAKE_KEY });
const wanted = (process.argv[2] ?? '').toLowerCase();
const models = answer(await api.GET('/v1/models')).data;
const model = models.find(({ name }) => name.toLowerCase().includes(wanted));
if (!model) throw new Error(`There is nobody called ${wanted}.`);

for await (const line of createInterface({ input: process.stdin })) {
  const [, name, text] = /^(\w+): (.+)$/.exec(line) ?? [];
  if (!text) continue;
  try {
    const completion = await api.POST('/v1/chat/completions', {
      body: {
        model: model.id,
        user: `bot:${name}`,
        messages: [{ role: 'user', name, content: text }],
      },
    });
    console.log(`${model.name}: ${answer(completion).choices[0].message.content}`);
  } catch (error) {
    if (!(error instanceof KeepsakeError)) throw error;
    console.log(`(${error.code}: ${error.message})`);
  }
}
