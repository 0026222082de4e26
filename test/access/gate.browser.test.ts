import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { openBrowser } from '../support/browser.js';
import { startServer, type TestServer } from '../support/server.js';

jest.setTimeout(120_000);

const CARD = { spec: 'chara_card_v2', spec_version: '2.0', data: { name: 'Intruder' } };

/** What a page may try to do to a server. */
const attack = (target: string, picture: string) => `
  const target = ${JSON.stringify(target)};
  const ws = target.replace('http', 'ws');
  const file = () => new File([${JSON.stringify(JSON.stringify(CARD))}], 'x.json', { type: 'application/json' });
  const form = () => { const data = new FormData(); data.append('file', file()); return data; };
  const outcome = {};
  const tried = async (name, act) => { outcome[name] = await act().then(String, () => 'refused'); };
  const say = (source, good) => new Promise((resolve, reject) => {
    source.addEventListener(good, (event) => resolve(event.data ?? good));
    source.addEventListener('error', reject);
    source.addEventListener('close', reject);
  });
  const connected = async () => {
    const socket = new WebSocket(ws + '/socket.io/?EIO=4&transport=websocket');
    await say(socket, 'open');
    socket.send('40');
    return new Promise((resolve, reject) => {
      socket.onmessage = ({ data }) => { if (data.startsWith('40')) resolve('connected'); if (data.startsWith('44')) reject(); };
      socket.onclose = reject;
    });
  };
  const all = async () => {
    await tried('import', async () => (await fetch(target + '/api/characters/import', { method: 'POST', body: form(), credentials: 'include' })).status);
    await tried('importUnread', async () => (await fetch(target + '/api/characters/import', { method: 'POST', body: form(), credentials: 'include', mode: 'no-cors' })).status);
    await tried('list', async () => (await fetch(target + '/api/characters', { credentials: 'include' })).status);
    await tried('polling', async () => (await fetch(target + '/socket.io/?EIO=4&transport=polling', { credentials: 'include' })).status);
    await tried('websocket', connected);
    await tried('picture', () => new Promise((resolve, reject) => {
      const image = new Image();
      image.onload = () => resolve('seen'); image.onerror = reject;
      image.src = target + ${JSON.stringify(picture)};
    }));
    await tried('events', () => say(new EventSource(target + '/api/characters', { withCredentials: true }), 'open'));
    return outcome;
  };
  const submit = () => {
    const it = document.createElement('form');
    Object.assign(it, { method: 'post', enctype: 'multipart/form-data', action: target + '/api/characters/import' });
    const input = Object.assign(document.createElement('input'), { type: 'file', name: 'file' });
    const held = new DataTransfer(); held.items.add(file()); input.files = held.files;
    it.append(input); document.body.append(it); it.submit();
  };
`;

describe('in a browser that is signed in', () => {
  let browser: Browser;
  let server: TestServer;
  let elsewhere: Server;
  let picture: string;

  beforeAll(async () => {
    elsewhere = createServer((_request, response) =>
      response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><body>'),
    );
    await new Promise<void>((resolve) => elsewhere.listen(0, '127.0.0.1', resolve));
    [browser, server] = await Promise.all([openBrowser(), startServer({ ALLOWED_HOSTS: 'keep.localhost' })]);
    const client = await (await fetch(server.url)).text();
    picture = /\/assets\/[^"]+\.svg/.exec(client)![0];
  });
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
    elsewhere?.closeAllConnections();
    elsewhere?.close();
  });

  const characters = async () => (await server.call('GET', '/api/characters')).body.items.length as number;
  const tryAll = (page: Page, own: string) =>
    page.evaluate(`(() => { ${attack(own, picture)} return all(); })()`) as Promise<Record<string, string>>;

  it.each(['127.0.0.1', 'localhost', 'keep.localhost'])(
    'a page at another port of %s does nothing that its own page does',
    async (name) => {
      const own = server.url.replace('127.0.0.1', name);
      const context = await browser.newContext();
      const page = await context.newPage();
      const complaints: string[] = [];
      page.on('console', (message) => complaints.push(message.text()));
      await page.goto(own);
      await page.getByRole('textbox').fill(server.token);
      await page.keyboard.press('Enter');
      await page.getByTestId('character-card').first().waitFor();
      expect(complaints.filter((text) => /policy|ignored|header/i.test(text))).toEqual([]);
      const before = await characters();
      expect(await tryAll(page, own)).toMatchObject({
        import: '201',
        importUnread: '201',
        list: '200',
        polling: '200',
        websocket: 'connected',
        picture: 'seen',
      });
      expect(await characters()).toBe(before + 2);

      await page.goto(`http://${name}:${(elsewhere.address() as AddressInfo).port}`);
      const outcome = await tryAll(page, own);
      expect(Object.keys(outcome)).toHaveLength(7);
      for (const [what, came] of Object.entries(outcome)) expect([what, came]).toEqual([what, 'refused']);
      const [answer] = await Promise.all([
        page.waitForResponse((response) => response.url().endsWith('/import')),
        page.evaluate(`(() => { ${attack(own, picture)} submit(); })()`),
      ]);
      expect(answer.status()).toBe(403);
      expect(await characters()).toBe(before + 2);
      await context.close();
    },
  );
});
