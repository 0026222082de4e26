import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import { type Bridged, startBridged } from '../support/bridged.js';
import { type FakeILink, startFakeILink } from '../support/fakes/fake-ilink.js';

jest.setTimeout(120_000);

const MING = 'o9cq80ming@im.wechat';

let here: Bridged;
let wechat: FakeILink;
let id: string;
beforeAll(async () => {
  here = await startBridged();
  wechat = await startFakeILink({ pollMs: 2000 });
  id = await here.bridge('ilink', { endpoint: wechat.url, token: wechat.bot.bot_token });
  await here.until(id, ({ status }) => status.state === 'connected');
  wechat.say(MING, await here.code(id));
  await wechat.until(() => wechat.sent.at(-1)?.text === 'Welcome.');
});
afterAll(async () => {
  await here.close();
  await wechat.close();
});

it('loses no line of WeChat’s and says none twice, however often the server is killed', async () => {
  const said: string[] = [];
  for (let kill = 0; kill < 6; kill++) {
    for (let n = 0; n < 5; n++) {
      said.push(`Line ${kill}-${n}.`);
      wechat.say(MING, said.at(-1)!);
    }
    // At the poll that tells of it, then a little later, then when it is being answered.
    const polls = wechat.asked.length;
    if (kill > 0) await wechat.until(() => wechat.asked.length > polls + (kill % 4));
    await here.kill();
  }
  await here.until(id, ({ status }) => status.state === 'connected');
  const session = (await here.sessions()).find(({ title }) => title === 'Mira')!;
  const lines = async () =>
    (await here.messages(session.id))
      .flatMap(({ content }) => content.split('\n'))
      .filter((line) => line.startsWith('Line '));
  while ((await lines()).length < said.length) await new Promise((resolve) => setTimeout(resolve, 100));
  expect(await lines()).toEqual(said);
});
