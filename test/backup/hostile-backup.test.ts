import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import type { RestoreView } from '../../src/contracts/backup.js';
import { anew, type ArchiveRows, archiveOf, rowsOfArchive, savedBackup } from '../support/files/archive.js';
import { type FakeModel, startFakeModel } from '../support/fakes/fake-model.js';
import { sample } from '../support/full.js';
import { type TestServer, startServer } from '../support/server.js';
import { walk } from '../support/walk.js';
import { zipOf } from '../support/files/zip.js';

jest.setTimeout(300_000);

describe('an archive of a stranger', () => {
  let model: FakeModel;
  let here: TestServer;
  let there: TestServer;
  let honest: ArchiveRows;

  beforeAll(async () => {
    model = await startFakeModel({ reply: ({ n }) => `Reply ${n}.` });
    const env = { OPENAI_BASE_URL: model.url, OPENAI_API_KEY: 'k', MODEL: 'fake-1', MEMORY_MB: '512' };
    [here, there] = await Promise.all([startServer(env), startServer(env)]);
    const { body: mira } = await here.call('POST', '/api/characters', {
      name: 'Mira',
      sheet: { identity: [{ id: 'a', text: 'A clockmaker.', kind: 'invented', citations: [] }] },
    });
    const { body: session } = await here.call('POST', '/api/sessions', { characterId: mira.id });
    const { body: said } = await here.call('POST', `/api/sessions/${session.id}/messages`, { text: 'One' });
    await here.call('POST', `/api/sessions/${session.id}/branches`, { messageId: said.reply.id });
    await here.call('POST', `/api/sessions/${session.id}/messages`, { text: 'Two' });
    await here.call('PUT', `/api/sessions/${session.id}/messages/${said.reply.id}/pin`);
    await here.call('POST', `/api/sessions/${session.id}/rules`, { text: 'No cats.' });
    honest = rowsOfArchive(await savedBackup(here));
  });
  afterAll(async () => {
    await Promise.all([here.stop(), there.stop()]);
    await model.close();
  });

  /** The honest archive under ids of its own, changed, and put back. */
  const restore = async (change: (rows: ArchiveRows) => void) => {
    const rows = anew(honest);
    change(rows);
    const answer = await there.upload('/api/restore', 'file', { name: 'b.zip', bytes: archiveOf(rows) });
    expect(answer.status).toBe(200);
    const session = rows.sessions?.[0] as { id: string } | undefined;
    return { ...(answer.body as RestoreView), rows, sessionId: session?.id ?? '' };
  };
  const reasonsOf = ({ leftOut }: RestoreView, table: string) =>
    (leftOut.find((one) => one.table === table)?.reasons ?? []).map(({ reason }) => reason);
  /** Everything can be read, and a turn can be taken. */
  const works = async (sessionId: string) => {
    expect(await walk(there, sessionId)).toEqual([]);
    const { characterId } = (await there.call('GET', `/api/sessions/${sessionId}`)).body;
    const { status, body } = await there.call('POST', `/api/sessions/${sessionId}/messages`, {
      text: 'Hello?',
    });
    expect([status, body.code]).toEqual([200, undefined]);
    await there.call('DELETE', `/api/characters/${characterId}`);
  };

  it('that was changed nowhere is put back whole', async () => {
    const { leftOut, sessionId } = await restore(() => undefined);
    expect(leftOut).toEqual([]);
    await works(sessionId);
  });

  const CHANGES: [string, (rows: ArchiveRows) => void, string, string][] = [
    ['a sheet that is a number', (rows) => (rows.sheets![0]!.sheet = 7), 'sheets', 'mended'],
    [
      'a sheet of wrong parts',
      (rows) => (rows.sheets![0]!.sheet = { identity: {}, greetings: [null, 1] }),
      'sheets',
      'mended',
    ],
    [
      'a time zone that is none',
      (rows) => (rows.sessions![0]!.time_zone = 'Mars/Olympus'),
      'sessions',
      'mended',
    ],
    [
      'a prompt prefix’s rules that are none',
      (rows) => (rows.prompt_prefixes![0]!.rules = [null]),
      'prompt_prefixes',
      'mended',
    ],
    [
      'passages that lie over each other',
      (rows) => {
        const own = source({});
        rows.sources = [own];
        rows.sections = [{ source_id: own.id, n: 1, title: '', text: 'Rain fell all night.' }];
        rows.passages = [1, 2, 3].map((n) => ({ source_id: own.id, n, section_n: 1, start: 0, end: 9 + n }));
      },
      'passages',
      'conflict',
    ],
    ['a receipt that is text', (rows) => (rows.turns![0]!.receipt = 'paid'), 'turns', 'mended'],
    [
      'a number beyond all others',
      (rows) => (rows.messages!.at(-1)!.seq = 900_000_000),
      'messages',
      'out_of_sequence',
    ],
    [
      'a number that no place has',
      (rows) => (rows.messages!.at(-1)!.seq = 2_000_000_000),
      'messages',
      'invalid',
    ],
    [
      'a story that ends at two billion',
      (rows) => (rows.branches![0]!.last_seq = 999_999_999),
      'branches',
      'mended',
    ],
    [
      'a branch that comes from itself',
      (rows) => rows.branches!.forEach((b) => (b.parent_id = b.id)),
      'branches',
      'mended',
    ],
    [
      'ranges that overlap',
      (rows) => rows.branch_segments!.push({ ...rows.branch_segments![0]!, from_seq: 2, to_seq: 3 }),
      'branch_segments',
      'out_of_sequence',
    ],
    ['a story that goes nowhere', (rows) => (rows.branch_segments = []), 'branch_segments', 'mended'],
    ['a pin to nothing', (rows) => (rows.pins![0]!.seq = 77), 'pins', 'without_parent'],
    [
      'two versions that stand',
      (rows) => rows.messages!.push({ ...rows.messages![0]!, id: randomUUID(), version: 2 }),
      'messages',
      'mended',
    ],
    ['a message twice', (rows) => rows.messages!.push({ ...rows.messages![0]! }), 'messages', 'conflict'],
    [
      'a message of no session',
      (rows) => (rows.messages![0]!.session_id = randomUUID()),
      'messages',
      'without_parent',
    ],
    [
      'the year 290000',
      (rows) => (rows.messages![0]!.created_at = '290000-01-01T00:00:00+00:00'),
      'messages',
      'invalid',
    ],
    [
      'a time before Christ',
      (rows) => (rows.messages![0]!.created_at = '0044-03-15T00:00:00+00:00 BC'),
      'messages',
      'invalid',
    ],
    [
      'a time that is of the year 10000 elsewhere',
      (rows) => (rows.pins![0]!.created_at = '9999-12-31T23:59:59-14:00'),
      'pins',
      'invalid',
    ],
    [
      'a day that there is not',
      (rows) => (rows.pins![0]!.created_at = '2026-02-31T00:00:00+00:00'),
      'pins',
      'invalid',
    ],
    [
      'a picture that is a program',
      (rows) =>
        (rows.avatars = [
          {
            character_id: rows.characters![0]!.id,
            media_type: 'text/html',
            bytes: hex('<svg onload="alert(1)"/>'),
          },
        ]),
      'avatars',
      'invalid',
    ],
    [
      'a file that leads elsewhere',
      (rows) =>
        (rows.card_assets = [{ character_id: rows.characters![0]!.id, name: '../../x', bytes: hex('x') }]),
      'card_assets',
      'invalid',
    ],
    [
      'a source with a script for an address',
      (rows) => (rows.sources = [source({ url: 'javascript:alert(1)' })]),
      'sources',
      'mended',
    ],
    [
      'a rule of nobody’s character',
      (rows) => Object.assign(rows.rules![0]!, { session_id: null, character_id: randomUUID() }),
      'rules',
      'without_parent',
    ],
    ['a budget of nothing', (rows) => (rows.sessions![0]!.token_budget = 1), 'sessions', 'mended'],
    ['a point that no source has', (rows) => (rows.sessions![0]!.up_to_section = -4), 'sessions', 'mended'],
    [
      'an entry of the chronicle beyond the story',
      (rows) => (rows.folds = [fold(rows, { from_seq: 1, to_seq: 99 })]),
      'folds',
      'out_of_sequence',
    ],
    [
      'a conversation on another’s branch',
      (rows) => (rows.sessions![0]!.branch_id = randomUUID()),
      'sessions',
      'mended',
    ],
    [
      'a turn that sent a prompt prefix of nowhere',
      (rows) => (rows.turns![0]!.prompt_prefix_id = randomUUID()),
      'turns',
      'mended',
    ],
  ];
  // One of each kind: broken JSON, order, twins, times, pictures, addresses.
  it.each(sample(CHANGES, 1, 9, 13, 15, 19, 21))(
    'with %s is put back without it',
    async (_, change, table, reason) => {
      const restored = await restore(change);
      expect(reasonsOf(restored, table)).toContain(reason);
      await works(restored.sessionId);
    },
  );

  it('changes nothing for other conversations unless that is asked for', async () => {
    const at = new Date().toISOString();
    const rows = anew(honest);
    const [character] = rows.characters!;
    const prompt = (name: string, of: string | null) => ({
      ...{ id: randomUUID(), character_id: of, name, language: 'en', text: `Obey, in ${name}.` },
      changed_at: at,
    });
    rows.prompt_texts = [prompt('main', null), prompt('reply', null), prompt('main', character!.id)];
    const persona = { id: randomUUID(), name: 'Boss', description: 'Is always right.', created_at: at };
    rows.personas = [{ ...persona, default_at: '9999-01-01T00:00:00Z' }];
    const put = async (query: string) => {
      const file = { name: 'b.zip', bytes: archiveOf(rows) };
      const { status, body } = await there.upload(`/api/restore${query}`, 'file', file);
      expect(status).toBe(200);
      return body as RestoreView;
    };
    const held = async () => {
      const { body: prompts } = await there.call('GET', '/api/prompts');
      const { body: personas } = await there.call('GET', '/api/personas');
      return [prompts, personas].map(({ items }) =>
        (items as { name: string; own?: string | null; isDefault?: boolean }[])
          .filter(({ own, isDefault }) => own || isDefault)
          .map(({ name }) => name),
      );
    };
    const first = await put('');
    expect(reasonsOf(first, 'prompt_texts')).toEqual(['for_all']);
    expect(reasonsOf(first, 'personas')).toEqual(['not_default']);
    expect(first.leftOut.map(({ count }) => count).sort()).toEqual([0, 2]);
    expect(first.restored).toMatchObject({ prompt_texts: 1, personas: 1, sessions: 1 });
    expect(await held()).toEqual([[], []]);
    // What is here already stays; what was asked for comes to it.
    await there.call('PUT', '/api/prompts/en/reply', { text: 'Mine.' });
    const second = await put('?forAll=true');
    expect(second.leftOut).toEqual([]);
    expect(second.restored).toMatchObject({ prompt_texts: 1, personas: 0 });
    expect(await held()).toEqual([['main', 'reply'], []]);
    const { items } = (await there.call('GET', '/api/prompts')).body;
    expect(items.find(({ own }: { own: string | null }) => own === 'Mine.').name).toBe('reply');

    // A default persona that is asked for is one where there was none, and stays the one that was there.
    for (const [name, isDefault] of [
      ['Chief', true],
      ['Captain', false],
    ] as const) {
      rows.personas = [{ ...persona, id: randomUUID(), name, default_at: '9999-01-01T00:00:00Z' }];
      expect((await put('?forAll=true')).leftOut).toEqual([]);
      const { items } = (await there.call('GET', '/api/personas')).body;
      expect(items.find((one: { name: string }) => one.name === name).isDefault).toBe(isDefault);
    }
    for (const name of ['main', 'reply']) await there.call('DELETE', `/api/prompts/en/${name}`);
    for (const { id } of (await there.call('GET', '/api/personas')).body.items)
      await there.call('DELETE', `/api/personas/${id}`);
    await works(rows.sessions![0]!.id as string);
  });

  it('whose turns run, wait and are being written has them interrupted', async () => {
    const { sessionId, leftOut } = await restore((rows) => {
      rows.turns!.forEach((turn, n) => (turn.status = n ? 'running' : 'queued'));
      rows.messages!.at(-1)!.status = 'streaming';
    });
    expect(leftOut).toEqual([]);
    const { items } = (await there.call('GET', `/api/sessions/${sessionId}/turns`)).body;
    expect(items.map(({ status }: { status: string }) => status)).toEqual(items.map(() => 'interrupted'));
    await works(sessionId);
  });

  it('without the file that orders its branches has each go on by itself', async () => {
    const { leftOut, sessionId } = await restore((rows) => delete rows.branch_segments);
    expect(leftOut.map(({ table }) => table)).toEqual(['branch_segments']);
    const { items } = (await there.call('GET', `/api/sessions/${sessionId}/messages`)).body;
    expect(items.map(({ content }: { content: string }) => content)).toEqual(['Two', expect.any(String)]);
    await works(sessionId);
  });

  it('whose character has no sheet leaves out what hangs on it', async () => {
    const restored = await restore((rows) => (rows.sheets = []));
    expect(reasonsOf(restored, 'characters')).toEqual(['incomplete']);
    expect(reasonsOf(restored, 'sessions')).toEqual(['without_parent']);
    expect(restored.restored).toMatchObject({ characters: 0, sessions: 0, messages: 0, turns: 0 });
    expect(await walk(there)).toEqual([]);
  });

  it('with ids of another owner neither changes, shows, nor hangs on what is theirs', async () => {
    const database = new pg.Client(there.databaseUrl);
    await database.connect();
    const other = randomUUID();
    const theirs = randomUUID();
    await database.query(`INSERT INTO owners (id, name) VALUES ($1, 'other')`, [other]);
    await database.query(`INSERT INTO characters (id, owner_id, name) VALUES ($1, $2, 'Theirs')`, [
      theirs,
      other,
    ]);
    await database.query(
      `INSERT INTO sheets (character_id, version, sheet, cause) VALUES ($1, 1, '{}', 'edit')`,
      [theirs],
    );
    const restored = await restore((rows) => {
      const mine = rows.characters![0]!.id;
      rows.characters![0]!.id = theirs;
      rows.characters![0]!.owner_id = other;
      for (const sheet of rows.sheets!) if (sheet.character_id === mine) sheet.character_id = theirs;
      rows.avatars = [
        { character_id: theirs, media_type: 'image/png', bytes: `\\x89504e47${'00'.repeat(20)}` },
      ];
      rows.sessions!.forEach((session) => (session.character_id = theirs));
      rows.rules!.push({ ...rows.rules![0]!, id: randomUUID(), session_id: null, character_id: theirs });
    });
    expect(reasonsOf(restored, 'characters')).toEqual(['conflict']);
    expect(restored.restored).toMatchObject({ avatars: 0, sessions: 0, rules: 0 });
    const { rows } = await database.query(
      `SELECT c.name, (SELECT count(*)::int FROM avatars WHERE character_id = c.id) AS avatars,
         (SELECT count(*)::int FROM rules WHERE character_id = c.id) AS rules FROM characters c WHERE id = $1`,
      [theirs],
    );
    expect(rows).toEqual([{ name: 'Theirs', avatars: 0, rules: 0 }]);
    await database.end();
  });

  it('with lines that are none, too long, too deep or of strange names is read as far as it goes', async () => {
    const rows = anew(honest);
    const character = rows.characters![0]!;
    const line = (value: object) => JSON.stringify(value);
    const extra = [
      '',
      'null',
      '[]',
      '{"id": 1e400}',
      `{"id": ${'['.repeat(1_000_000)}`,
      `{"id":"${randomUUID()}","card":${'{"a":'.repeat(2000)}1${'}'.repeat(2000)}}`,
      line({ ...character, id: randomUUID(), '"; DROP TABLE characters; --': 1, __proto__x: 2 }),
      `{"id":"${randomUUID()}","name":"First","name":"Second","sheet_version":1,"created_at":"2026-01-01T00:00:00Z","updated_at":"2026-01-01T00:00:00Z"}`,
      `{"name":"${'x'.repeat(60_000_000)}"}`,
      line({ ...character, id: randomUUID(), name: 'a\0b\ud800', card: { '\ud800': '\0' } }),
      '\u00ff\u0000{',
    ];
    const archive = archiveOf(rows, { characters: extra });
    // Packing has taken long: a connection that was closed meanwhile is to be known as closed.
    await new Promise((resolve) => setTimeout(resolve, 100));
    const { status, body } = await there.upload('/api/restore', 'file', { name: 'b.zip', bytes: archive });
    expect(status).toBe(200);
    const { reasons } = (body as RestoreView).leftOut.find(({ table }) => table === 'characters')!;
    expect(Object.fromEntries(reasons.map(({ reason, count }) => [reason, count]))).toEqual({
      unreadable: 4,
      invalid: 3,
      incomplete: 3,
    });
    await works(rows.sessions![0]!.id as string);
  });

  it('that is a bomb is refused', async () => {
    const manifest = { name: 'keepsake.json', content: '{"keepsake":"backup","format":1}' };
    const many = Array.from({ length: 5000 }, (_, n) => ({ name: `${n}.txt`, content: '' }));
    const bombs: [ReturnType<typeof zipOf>, string][] = [
      [zipOf([manifest, ...many]), 'file_unsupported'],
      [
        zipOf([
          manifest,
          { name: 'messages.jsonl', content: 'x', deflate: true, claimedSize: 4_000_000_000 },
        ]),
        'archive_unsafe',
      ],
      [
        zipOf([
          manifest,
          { name: 'messages.jsonl', content: Buffer.alloc(200_000), deflate: true, claimedSize: 10 },
        ]),
        'file_broken',
      ],
      [
        zipOf([{ ...manifest, content: `{"keepsake":"backup","format":1,"x":"${'x'.repeat(1e6)}"}` }]),
        'file_unsupported',
      ],
    ];
    for (const [bytes, code] of bombs) {
      const answer = await there.upload('/api/restore', 'file', { name: 'b.zip', bytes });
      expect(answer).toMatchObject({ status: 422, body: { code } });
    }
    expect(await walk(there)).toEqual([]);
    expect(there.output()).not.toContain('Uncaught');
  });

  it('is put back while no other is', async () => {
    const rows = anew(honest);
    const answers = await Promise.all(
      Array.from({ length: 4 }, () =>
        there.upload('/api/restore', 'file', { name: 'b.zip', bytes: archiveOf(rows) }),
      ),
    );
    const busy = answers.filter(({ status }) => status === 429);
    expect(answers.every(({ status }) => status === 200 || status === 429)).toBe(true);
    for (const { body } of busy) expect(body).toMatchObject({ code: 'backup_busy', retryAfter: 30 });
    const sessions = answers.reduce((sum, { body }) => sum + (body.restored?.sessions ?? 0), 0);
    expect(sessions).toBe(1);
  });
});

const hex = (text: string) => `\\x${Buffer.from(text).toString('hex')}`;

const source = (change: object) => ({
  id: randomUUID(),
  title: 'A page',
  kind: 'link',
  url: null,
  media_type: 'text/html',
  revision: '7',
  language: 'en',
  length: 1,
  created_at: '2026-01-01T00:00:00+00:00',
  ...change,
});

const fold = (rows: ArchiveRows, change: object) => {
  const { id, session_id } = rows.branches![0]!;
  const at = '2026-01-01T00:00:00+00:00';
  return {
    id: randomUUID(),
    session_id,
    branch_id: id,
    from_at: at,
    to_at: at,
    text: 'x',
    tokens: 1,
    made_by: 'person',
    status: 'standing',
    due: false,
    created_at: at,
    ...change,
  };
};
