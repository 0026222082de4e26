import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import type { MessageView } from '../../src/contracts/message.js';
import { openBrowser } from '../support/browser.js';
import { type FakeModel, startFakeModel } from '../support/fakes/fake-model.js';
import { installed, type Packages } from '../support/packages.js';
import { startServer, type TestServer } from '../support/server.js';
import { type SillyTavern, startSillyTavern } from '../support/sillytavern.js';

jest.setTimeout(300_000);

const GREETINGS = ['*She looks up.* Well met.', '*She is asleep.*'];

function packaged(): Packages | null {
  try {
    return installed('sillytavern@1.19.0');
  } catch (error) {
    console.warn(`SillyTavern is not tried: ${(error as Error).message}`);
    return null;
  }
}
const packages = packaged();

/** SillyTavern puts a space of its own before what carries a reply on. */
const folded = (text: string) => text.replace(/\s+/g, ' ').trim();

/** SillyTavern as it comes, used as a person uses it; after each step both have the same story. */
(packages ? describe : describe.skip)('SillyTavern', () => {
  let model: FakeModel;
  let server: TestServer;
  let tavern: SillyTavern;
  let browser: Browser;
  let page: Page;
  let mira: string;

  beforeAll(async () => {
    model = await startFakeModel({ reply: ({ n }) => `Answer ${n}.` });
    tavern = await startSillyTavern(packages!);
    [server, browser] = await Promise.all([
      startServer({ OPENAI_BASE_URL: model.url, OPENAI_API_KEY: 'k', MODEL: 'fake-1' }),
      openBrowser(),
      tavern.ready,
    ]);
    mira = (await server.call('POST', '/api/characters', { name: 'Mira', sheet: { greetings: GREETINGS } }))
      .body.id;
    page = await (await browser.newContext({ viewport: { width: 1280, height: 900 } })).newPage();
    await page.goto(tavern.url);
    // It compiles its own scripts when it is first opened.
    await page.locator('#preloader').waitFor({ state: 'detached', timeout: 120_000 });
    await page.locator('dialog[open] .popup-button-ok').click();
  });
  afterAll(async () => {
    await browser?.close();
    await tavern?.stop();
    await server?.stop();
    await model?.close();
    packages!.remove();
  });

  const sessions = async () => (await server.call('GET', '/v1/sessions')).body.data as { id: string }[];
  /** The story as Keepsake has it: of one conversation, the latest. */
  const held = async () => {
    const [{ id }] = (await sessions()) as [{ id: string }];
    return (await server.call('GET', `/api/sessions/${id}/messages`)).body.items as MessageView[];
  };
  /** The story as SillyTavern has it. */
  const shown = (): Promise<{ is_user: boolean; mes: string }[]> =>
    page.evaluate('SillyTavern.getContext().chat.map(({ is_user, mes }) => ({ is_user, mes }))');
  /** What both have, the same in both. */
  const story = async () => {
    const ours = (await held()).map(({ role, content }) => ({ role, content: folded(content) }));
    const theirs = (await shown()).map(({ is_user, mes }) => ({
      role: is_user ? 'user' : 'assistant',
      content: folded(mes),
    }));
    expect(ours).toEqual(theirs);
    return ours.map(({ content }) => content);
  };
  const last = async () => (await held()).at(-1)!;

  /** Does something that has a reply written, and waits until it is there. */
  const replies = async (act: () => Promise<unknown>) => {
    const { length } = model.requests;
    await act();
    await model.received(length + 1);
    await idle();
  };
  /** SillyTavern passes over what comes while it moves something, or writes to its disk. */
  const idle = async () => {
    await page.waitForFunction('!document.body.dataset.generating');
    await page.waitForTimeout(700);
  };
  const say = async (text: string) => {
    await page.locator('#send_textarea').fill(text);
    await page.locator('#send_but').click();
  };
  const send = (text: string) => replies(() => say(text));
  const option = async (name: string) => {
    await page.locator('#options_button').click();
    await page.locator(`#option_${name}`).click();
  };
  const swipe = (to: 'left' | 'right') => page.locator(`.last_mes .swipe_${to}`).click();
  const edit = async (message: number, text: string) => {
    const at = page.locator(`#chat .mes[mesid="${message}"]`);
    await at.hover();
    await at.locator('.mes_edit').click({ force: true });
    await page.locator('#curEditTextarea').fill(text);
    await at.locator('.mes_edit_done').click();
    await idle();
  };
  /** Stops a reply after its first words. */
  const stops = async (text: string) => {
    let release = () => {};
    model.next({ reply: 'It takes its time.', until: new Promise<void>((resolve) => (release = resolve)) });
    const { length } = model.requests;
    await say(text);
    await model.received(length + 1);
    while ((await last()).content === '') await page.waitForTimeout(50);
    await page.locator('#mes_stop').click();
    await idle();
    while ((await last()).status === 'streaming') await page.waitForTimeout(50);
    release();
  };
  const newChat = async () => {
    await option('start_new_chat');
    await page.locator('dialog[open] .popup-button-ok').click();
    await page.waitForFunction('SillyTavern.getContext().chat.length === 1');
    await idle();
  };
  const drawer = async (id: string) => {
    await page.locator(`#${id} .drawer-toggle`).click();
    await idle();
  };
  const streams = async (wanted: boolean) => {
    await drawer('ai-config-button');
    await page.locator('#stream_toggle').setChecked(wanted);
    await drawer('ai-config-button');
  };

  it('connects, and says what its test says', async () => {
    const scopes = ['sessions:talk', 'sessions:write'];
    const { key } = (await server.call('POST', '/api/keys', { name: 'SillyTavern', scopes })).body;
    await drawer('sys-settings-button');
    await page.locator('#main_api').selectOption('openai');
    await page.locator('#chat_completion_source').selectOption('custom');
    await page.locator('#custom_api_url_text').fill(`${server.url}/v1`);
    await page.locator('#api_key_custom').fill(key);
    await page.locator('#api_button_openai').click();
    await page.locator('#model_custom_select').selectOption(`mira-${mira.slice(0, 8)}`);
    await replies(() => page.locator('#test_api_button').click());
    await page.locator('.toast-message', { hasText: 'API connection successful' }).waitFor();
    await drawer('sys-settings-button');
    expect((await held()).map(({ content }) => content)).toEqual([GREETINGS[0], 'Hi', 'Answer 1.']);
  });

  it('talks, swipes, goes back to a swipe, regenerates, continues and impersonates', async () => {
    const card = join(packages!.folder, 'mira.json');
    const path = `/api/characters/${mira}/export?format=json`;
    writeFileSync(card, JSON.stringify((await server.call('GET', path)).body));
    await page.locator('#character_import_file').setInputFiles(card);
    await drawer('rightNavHolder');
    await page.locator('.character_select .ch_name', { hasText: 'Mira' }).click();
    await page.waitForFunction('SillyTavern.getContext().chat.length === 1');
    await idle();
    await drawer('rightNavHolder');
    // What its test said is not part of this.
    await send('Hello there');
    expect(await story()).toEqual([GREETINGS[0], 'Hello there', 'Answer 2.']);
    await send('How are you?');
    await replies(() => swipe('right'));
    await replies(() => swipe('right'));
    expect((await story()).at(-1)).toBe('Answer 5.');
    expect((await last()).swipes).toBe(3);
    await swipe('left');
    await idle();
    await send('Good.');
    expect((await story()).slice(-3)).toEqual(['Answer 4.', 'Good.', 'Answer 6.']);
    await replies(() => option('regenerate'));
    expect((await story()).slice(-2)).toEqual(['Good.', 'Answer 7.']);
    expect((await last()).swipes).toBe(2);
    await replies(() => option('continue'));
    expect((await story()).at(-1)).toMatch(/^Answer 7\.\s*Answer 8\.$/);
    await replies(() => option('impersonate'));
    expect(await page.locator('#send_textarea').inputValue()).toBe('Answer 9.');
    expect(await story()).toHaveLength(7);
    await replies(() => page.locator('#send_but').click());
    expect((await story()).slice(-2)).toEqual(['Answer 9.', 'Answer 10.']);
    await send('ok');
    await send('ok');
    expect((await story()).slice(-4)).toEqual(['ok', 'Answer 11.', 'ok', 'Answer 12.']);
  });

  it('stops, streamed or not, and goes on', async () => {
    await stops('Tell me all');
    const stopped = await last();
    expect(stopped.status).toBe('stopped');
    await send('Go on');
    expect((await story()).slice(-4)).toEqual([
      'Tell me all',
      folded(stopped.content),
      'Go on',
      expect.any(String),
    ]);

    await streams(false);
    await stops('Tell me more');
    expect((await last()).status).toBe('stopped');
    // There the line stands alone then, and so it does here.
    await send('Then not');
    expect((await story()).slice(-3)).toEqual(['Tell me more', 'Then not', expect.any(String)]);
    await replies(() => swipe('right'));
    await story();
    await streams(true);
  });

  it('goes back in a story, begins another chat, and comes back', async () => {
    const whole = await story();
    await option('delete_mes');
    await page
      .locator('#chat .mes .del_checkbox')
      .nth(whole.length - 2)
      .click();
    await page.locator('#dialogue_del_mes_ok').click();
    await idle();
    await send('Another way');
    expect(await story()).toEqual([...whole.slice(0, -2), 'Another way', expect.any(String)]);
    const first = await story();
    await newChat();
    await send('Anew');
    await send('Still new');
    expect(await story()).toHaveLength(5);
    await option('select_chat');
    await page.locator('.select_chat_block:visible:not([highlight="true"])').click();
    await page.waitForFunction(`SillyTavern.getContext().chat.length === ${first.length}`);
    await idle();
    await send('I am back');
    expect((await story()).slice(0, -2)).toEqual(first);
    expect(await sessions()).toHaveLength(1);
  });

  it('has its edits applied where it says so, in a conversation of its own', async () => {
    await drawer('sys-settings-button');
    await page.locator('#customize_additional_parameters').click();
    await page.locator('#custom_include_body').fill('user: "{{char}}, edited"\nmetadata:\n  edits: apply');
    await page.locator('dialog[open] .popup-button-ok').click();
    await drawer('sys-settings-button');
    await newChat();
    await swipe('right');
    await page.waitForFunction(`SillyTavern.getContext().chat[0].mes === ${JSON.stringify(GREETINGS[1])}`);
    await idle();
    await send('One');
    await send('Two');
    await edit(3, 'Deux');
    await send('Three');
    await edit(6, 'My own words.');
    await send('Four');
    expect(await story()).toEqual([
      ...[GREETINGS[1], 'One', expect.any(String), 'Deux', expect.any(String)],
      ...['Three', 'My own words.', 'Four', expect.any(String)],
    ]);
    expect((await held())[3]!.swipes).toBe(2);
    expect(await sessions()).toHaveLength(2);
  });
});
