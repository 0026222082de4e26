import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import pg from 'pg';
import sharp from 'sharp';
import type { AttachedPictureView, MessageView } from '../../src/contracts/message.js';
import { type FakeModel, startFakeModel } from '../support/fakes/fake-model.js';
import { startServer, type TestServer } from '../support/server.js';

jest.setTimeout(120_000);

interface Part {
  type: string;
  text?: string;
  image_url?: { url: string };
}

const drawn = (background: string, width = 1600, height = 1200) =>
  sharp({ create: { width, height, channels: 3, background } })
    .withExif({ IFD0: { Copyright: 'a camera' } })
    .png()
    .toBuffer();

describe('pictures that are said with a message', () => {
  let seeing: FakeModel;
  let blind: FakeModel;
  let server: TestServer;
  let characterId: string;
  let connections: Record<'seeing' | 'blind', string>;

  beforeAll(async () => {
    [seeing, blind] = await Promise.all([
      startFakeModel({ model: 'llava-1.6', sees: true }),
      startFakeModel({ model: 'plain-1' }),
    ]);
    server = await startServer();
    const connect = async (baseUrl: string, model: string) =>
      (await server.call('POST', '/api/connections', { baseUrl, apiKey: 'k', model })).body.id as string;
    connections = {
      seeing: await connect(seeing.url, seeing.model),
      blind: await connect(blind.url, blind.model),
    };
    characterId = (await server.call('POST', '/api/characters', { name: 'Mira Vale' })).body.id;
  });
  afterAll(async () => {
    await server.stop();
    await Promise.all([seeing.close(), blind.close()]);
  });

  const begin = async (connection: string) => {
    const { body } = await server.call('POST', '/api/sessions', { characterId, persona: { name: 'Nell' } });
    await server.call('PATCH', `/api/sessions/${body.id}`, { connectionId: connection });
    return body.id as string;
  };
  const attach = async (id: string, name: string, bytes: Uint8Array) =>
    server.upload(`/api/sessions/${id}/pictures`, 'file', { name, bytes });
  const say = (id: string, text: string, pictures: string[] = []) =>
    server.call('POST', `/api/sessions/${id}/messages`, { text, pictures });
  const fetched = (path: string, from = server) =>
    fetch(from.url + path, { headers: { authorization: `Bearer ${from.token}` } });
  const story = async (id: string) =>
    (await server.call('GET', `/api/sessions/${id}/messages`)).body.items as MessageView[];
  const partsOf = (model: FakeModel) =>
    model.last.messages.flatMap(({ content }) =>
      Array.isArray(content) ? (content as unknown as Part[]) : [{ type: 'text', text: content }],
    );
  const shown = (model: FakeModel) => partsOf(model).filter(({ type }) => type === 'image_url');

  it('are sent to a model that sees, as bytes that stay, and counted', async () => {
    const id = await begin(connections.seeing);
    const attached = await attach(id, 'C:\\tmp\\red].png', await drawn('#f00'));
    expect(attached).toMatchObject({
      status: 201,
      body: { name: 'red .png', width: 1024, height: 768, seen: true },
    });
    const red = attached.body as AttachedPictureView;
    expect(red.tokens).toBe(Math.ceil((1024 * 768) / 750));

    const first = await say(id, 'Look at this.', [red.id]);
    expect(first.body.message).toMatchObject({ content: 'Look at this.', pictures: [{ id: red.id }] });
    expect(first.body.receipt.pictures).toEqual({ sent: 1, told: 0, tokens: red.tokens });
    expect(first.body.receipt.promptTokensEstimated).toBeGreaterThan(red.tokens);
    expect(first.body.receipt.truncatedByServer).toBe(false);
    const texts = partsOf(seeing).map(({ text = '' }) => text);
    expect(texts.some((text) => text.includes('Look at this.\n[picture: red .png]'))).toBe(true);
    const [picture] = shown(seeing);
    const jpeg = Buffer.from(picture!.image_url!.url.split(',')[1]!, 'base64');
    expect(await sharp(jpeg).metadata()).toMatchObject({ format: 'jpeg', width: 1024, height: 768 });

    // The next one begins with the very bytes, from memory and from the database alone.
    const before = seeing.last.messageBytes;
    const next = await say(id, 'And now?');
    const kept = next.body.receipt.keptPrefixBytes as number;
    expect(kept).toBeGreaterThan(jpeg.length);
    expect(seeing.last.messageBytes.subarray(0, kept).equals(before.subarray(0, kept))).toBe(true);
    const again = await server.call('GET', `/api/sessions/${id}/turns/${next.body.receipt.turnId}/request`);
    expect(again.body).toMatchObject({ exact: true });
    // One that was not sent within a day goes, whether anybody looks into its conversation or not.
    const { body: left } = await attach(
      await begin(connections.seeing),
      'left.png',
      await drawn('#fff', 9, 9),
    );
    const database = new pg.Client(server.databaseUrl);
    await database.connect();
    await database.query(`UPDATE session_pictures SET created_at = now() - interval '25 hours'`);
    await database.end();
    await server.stop();
    server = await server.restart();
    const third = await say(id, 'Still there?');
    expect(third.body.receipt).toMatchObject({ pictures: { sent: 1 } });
    expect(third.body.receipt.prefixMovedBy).toBeUndefined();
    expect(shown(seeing).map(({ image_url }) => image_url!.url === picture!.image_url!.url)).toEqual([true]);

    const after = new pg.Client(server.databaseUrl);
    await after.connect();
    const stands = async () =>
      (await after.query('SELECT FROM session_pictures WHERE id = $1', [left.id])).rows.length > 0;
    for (let n = 0; n < 400 && (await stands()); n++) await new Promise((wake) => setTimeout(wake, 50));
    expect(await stands()).toBe(false);
    await after.end();

    // Served as pictures and nothing else; as it came it has nothing of the camera's.
    const served = await fetched(`/api/sessions/${id}/pictures/${red.id}`);
    expect(served.headers.get('content-type')).toBe('image/jpeg');
    expect(Buffer.from(await served.arrayBuffer()).equals(jpeg)).toBe(true);
    const original = await fetched(`/api/sessions/${id}/pictures/${red.id}?form=original`);
    const whole = await sharp(Buffer.from(await original.arrayBuffer())).metadata();
    expect(whole).toMatchObject({ format: 'png', width: 1600 });
    expect(whole.exif).toBeUndefined();
  });

  it('are named to a model that does not see, and to one that turns out not to', async () => {
    const id = await begin(connections.blind);
    const { body: cat } = await attach(id, 'cat.png', await drawn('#0f0', 40, 30));
    expect(cat).toMatchObject({ seen: false, width: 40, height: 30 });
    const told = await say(id, '', [cat.id]);
    expect(told.body).toMatchObject({
      message: { content: '', pictures: [{ name: 'cat.png' }] },
      receipt: { pictures: { sent: 0, told: 1, tokens: 0 } },
    });
    expect(shown(blind)).toEqual([]);
    expect(partsOf(blind).at(-1)!.text).toContain('[picture: cat.png]');

    // Its owner says that it sees: it is shown, refuses, and is told the name in the same turn.
    await server.call('PATCH', `/api/connections/${connections.blind}`, { sees: true });
    const refused = await say(id, 'Do you see it?');
    expect(refused).toMatchObject({ status: 502, body: { code: 'model_cannot_see' } });
    await server.call('PATCH', `/api/connections/${connections.blind}`, { sees: null, model: 'llava-blind' });
    const asked = blind.requests.length;
    const learned = await say(id, 'And now?');
    expect(learned).toMatchObject({ status: 200, body: { receipt: { pictures: { sent: 0, told: 1 } } } });
    expect(blind.requests.length - asked).toBe(2);
    const { body: connection } = await server.call('GET', `/api/connections/${connections.blind}`);
    expect(connection.refused['llava-blind']).toContain('image_url');
    await say(id, 'Once more.');
    expect(blind.requests.length - asked).toBe(3);

    // A model that sees is shown what another was told of.
    await server.call('PATCH', `/api/sessions/${id}`, { connectionId: connections.seeing });
    const moved = await say(id, 'You do see it.');
    expect(moved.body.receipt).toMatchObject({ prefixMovedBy: 'pictures', pictures: { sent: 1 } });
  });

  it('come several with a message, over the socket, while a reply is written', async () => {
    const id = await begin(connections.seeing);
    const pictures: string[] = [];
    for (const colour of ['#00f', '#0ff'])
      pictures.push((await attach(id, `${colour}.webp`, await drawn(colour, 60, 40))).body.id);
    const socket = await server.socket();
    await socket.emitWithAck('session.open', { sessionId: id });
    let release!: () => void;
    seeing.next({ until: new Promise<void>((resolve) => (release = resolve)) });
    const ended = async (turnId: string) =>
      new Promise<void>((resolve) =>
        socket.on('turn.finished', (event) => event.turnId === turnId && resolve()),
      );
    const first = await socket.emitWithAck('message.send', { sessionId: id, clientId: 'a', text: 'One.' });
    const second = await socket.emitWithAck('message.send', {
      sessionId: id,
      clientId: 'b',
      text: '',
      pictures,
    });
    const third = await socket.emitWithAck('message.send', { sessionId: id, clientId: 'c', text: 'Three.' });
    expect([first, second, third]).toMatchObject([
      { ok: true },
      { ok: true, message: { pictures: [{}, {}] } },
      { ok: true },
    ]);
    const last = ended((third as { turnId: string }).turnId);
    release();
    await last;
    expect(shown(seeing)).toHaveLength(2);
    expect(partsOf(seeing).at(-1)!.text).toContain('Three.');
    const twin = await socket.emitWithAck('message.send', {
      sessionId: id,
      clientId: 'b',
      text: '',
      pictures,
    });
    expect(twin).toMatchObject({ ok: true, message: { pictures: [{}, {}] } });
    for (const wrong of [
      [pictures[0]!, pictures[0]!],
      ['x'],
      Array.from({ length: 9 }, () => crypto.randomUUID()),
    ])
      expect(
        await socket.emitWithAck('message.send', {
          sessionId: id,
          clientId: 'd',
          text: 'x',
          pictures: wrong,
        }),
      ).toMatchObject({ ok: false, code: 'bad_request' });
    expect(
      await socket.emitWithAck('message.send', {
        ...{ sessionId: id, clientId: 'e', text: 'x' },
        pictures: [crypto.randomUUID()],
      }),
    ).toMatchObject({ ok: false, code: 'not_found' });
  });

  it('are refused where they are none, too large or somebody else’s', async () => {
    const id = await begin(connections.seeing);
    const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>');
    expect(await attach(id, 'a.png', svg)).toMatchObject({ status: 422, body: { code: 'not_a_picture' } });
    const broken = (await drawn('#fff', 64, 64)).subarray(0, 90);
    expect(await attach(id, 'a.png', broken)).toMatchObject({
      status: 422,
      body: { code: 'picture_broken' },
    });
    const huge = await sharp({ create: { width: 10_001, height: 10_000, channels: 3, background: '#fff' } })
      .png()
      .toBuffer();
    expect(await attach(id, 'a.png', huge)).toMatchObject({
      status: 413,
      body: { code: 'picture_too_large' },
    });
    expect(await say(id, ' ')).toMatchObject({ body: { code: 'empty_message' } });
    const other = await begin(connections.seeing);
    const { body: elsewhere } = await attach(other, 'a.png', await drawn('#fff', 9, 9));
    expect(await say(id, 'x', [elsewhere.id])).toMatchObject({ status: 404 });
    const small = await drawn('#fff', 9, 9);
    for (let n = 0; n < 31; n++) await attach(other, 'a.png', small);
    expect(await attach(other, 'a.png', small)).toMatchObject({ body: { code: 'too_many_pictures' } });
    expect(await server.call('DELETE', `/api/sessions/${other}/pictures/${elsewhere.id}`)).toMatchObject({
      status: 204,
    });
    expect(await attach(other, 'a.png', small)).toMatchObject({ status: 201 });
  });

  it('stay with an edited message and go with one that is deleted for good', async () => {
    const id = await begin(connections.seeing);
    const { body: picture } = await attach(id, 'map.png', await drawn('#abc', 80, 80));
    await say(id, 'Where are we?', [picture.id]);
    const message = (await story(id)).find(({ pictures }) => pictures)!;
    const path = `/api/sessions/${id}/messages/${message.id}`;
    const edited = await server.call('PATCH', path, { content: '' });
    expect(edited.body).toMatchObject({ content: '', pictures: [{ id: picture.id }] });
    // A branch has it, too.
    const branch = await server.call('POST', `/api/sessions/${id}/branches`, { messageId: edited.body.id });
    expect(branch.status).toBeLessThan(300);
    await say(id, 'Again.');
    expect(shown(seeing)).toHaveLength(1);
    const hidden = await server.call('DELETE', `/api/sessions/${id}/messages/${edited.body.id}`);
    expect(hidden.body).toMatchObject({ content: '' });
    expect(hidden.body.pictures).toBeUndefined();
    const gone = await server.call('DELETE', `/api/sessions/${id}/messages/${hidden.body.id}?forever=true`);
    expect(gone.status).toBe(200);
    const left = await fetched(`/api/sessions/${id}/pictures/${picture.id}`);
    expect(left.status).toBe(404);
  });

  it('leave with what is folded, which tells their names', async () => {
    const id = await begin(connections.seeing);
    await server.call('PATCH', `/api/sessions/${id}`, { tokenBudget: 4000 });
    const { body: photo } = await attach(id, 'harbour.png', await drawn('#246'));
    await say(id, 'This is the harbour.', [photo.id]);
    const words = 'and the boats went out and came in again '.repeat(15);
    for (let n = 0; n < 12; n++) await say(id, `Day ${n}: ${words}`);
    let folded = 0;
    for (let n = 0; n < 300 && folded < 2; n++) {
      await say(id, `Later ${n}: ${words}`);
      folded = (await server.call('GET', `/api/sessions/${id}/chronicle`)).body.foldedSeq as number;
    }
    expect(folded).toBeGreaterThan(1);
    const { body } = await say(id, 'Where are we?');
    expect(shown(seeing)).toEqual([]);
    expect(body.receipt.pictures).toBeUndefined();
    const summaries = seeing.requests.filter(({ json }) => !json.stream).map(({ raw }) => raw.toString());
    expect(summaries.some((raw) => raw.includes('[picture: harbour.png]'))).toBe(true);
    expect(summaries.some((raw) => raw.includes('image_url'))).toBe(false);
  });

  it('go out and come in with a chat, and with a backup', async () => {
    const id = await begin(connections.seeing);
    const ids: string[] = [];
    for (const name of ['one.png', 'two.png'])
      ids.push((await attach(id, name, await drawn('#123', 50, 50))).body.id);
    await say(id, 'Both.', ids);
    await say(id, '', [(await attach(id, 'three.png', await drawn('#321', 50, 50))).body.id]);
    const shape = (all: MessageView[]) =>
      all
        .filter(({ role }) => role === 'user')
        .map(({ content, pictures = [] }) => [content, ...pictures.map(({ name }) => name)]);
    const told = [
      ['Both.', 'one.png', 'two.png'],
      ['', 'three.png'],
    ];
    expect(shape(await story(id))).toEqual(told);
    for (const format of ['jsonl', 'sillytavern']) {
      const file = await (await fetched(`/api/sessions/${id}/export?format=${format}`)).text();
      expect(file).not.toContain('[picture:');
      if (format === 'sillytavern') {
        const line = JSON.parse(file.split('\n').find((one) => one.includes('Both.'))!);
        expect(line.extra.image).toMatch(/^data:image\/jpeg;base64,/);
        expect(line.extra.media).toHaveLength(2);
      }
      const other = await begin(connections.seeing);
      const imported = await server.upload(`/api/sessions/${other}/import`, 'file', {
        name: 'chat.jsonl',
        bytes: Buffer.from(file),
      });
      expect(imported).toMatchObject({ status: 200, body: { report: [] } });
      expect(shape(await story(other))).toEqual(told);
      await say(other, 'Well?');
      expect(shown(seeing)).toHaveLength(3);
    }
    const beside = JSON.stringify({
      name: 'Nell',
      is_user: true,
      mes: 'Look',
      extra: { image: 'user/images/a.png' },
    });
    const left = await server.upload(`/api/sessions/${await begin(connections.seeing)}/import`, 'file', {
      name: 'chat.jsonl',
      bytes: Buffer.from(beside),
    });
    expect(left.body.report).toHaveLength(1);

    const archive = Buffer.from(await (await fetched('/api/backup')).arrayBuffer());
    const other = await startServer();
    try {
      const restored = await other.upload('/api/restore', 'file', { name: 'all.zip', bytes: archive });
      expect(restored).toMatchObject({
        status: 200,
        body: { restored: { session_pictures: expect.any(Number) } },
      });
      const { items } = (await other.call('GET', `/api/sessions/${id}/messages`)).body;
      expect(shape(items)).toEqual(told);
      const picture = await fetched(`/api/sessions/${id}/pictures/${ids[0]!}`, other);
      expect(picture.headers.get('content-type')).toBe('image/jpeg');
    } finally {
      await other.stop();
    }
  });
});
