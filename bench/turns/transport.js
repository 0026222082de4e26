import { said, story } from './story.js';
import { megabytes, median } from '../support/table.js';

const SIZES = [100, 1000, 10_000, 30_000];
const TURNS = 12;
/** In bytes, beside the text and the tail. */
const MOST = 2048;

/** What a turn puts on the wire where the server holds the conversation. */
export async function measureTransport(server) {
  await server.restart({ MODEL_TRANSPORT: 'responses-ws' });
  const cases = [];
  for (const count of SIZES) {
    const id = await server.session(story(count));
    const beside = [];
    let wholes = 0;
    let bytes = 0;
    for (let n = 0; n < TURNS; n++) {
      const text = said(n);
      const { receipt } = await server.post(`/api/sessions/${id}/messages`, { text });
      bytes = receipt.promptBytes;
      if (receipt.sentBytes >= bytes) wholes++;
      else beside.push(receipt.sentBytes - Buffer.byteLength(text) - receipt.tailBytes);
    }
    const most = Math.max(0, ...beside);
    cases.push({
      name: `${count.toLocaleString('en')} messages (${megabytes(bytes)})`,
      measured: `${beside.length ? median(beside) : '–'} bytes, at most ${most}; ${wholes} of ${TURNS} turns whole`,
      limit: `${MOST} bytes`,
      ratio: beside.length ? `${(most / MOST).toFixed(2)}×` : '–',
      target: '≤ 1×',
    });
  }
  await server.restart({ MODEL_TRANSPORT: 'chat' });
  return {
    title: 'Over a socket that holds the conversation: bytes of a turn beside its text and tail',
    limit: '2 kB',
    cases,
  };
}
