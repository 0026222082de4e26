import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import type { MessageView } from '../../contracts/message.js';
import { SessionSnapshots } from '../prompt/session-snapshots.js';
import { MessageRepository, type StoredVersion } from '../story/message.repository.js';
import { type PictureInFile, PicturesRepository } from '../story/pictures.repository.js';
import { tavernHeader, tavernLine } from './histories/tavern-chat.js';

/** Places of a story that are read at once, at most. */
const PLACES = 200;

/** Writes what was said in a session as a file. */
@Injectable()
export class HistoryExportService {
  private last: Promise<unknown> = Promise.resolve();

  constructor(
    @InjectDataSource() private readonly database: DataSource,
    private readonly snapshots: SessionSnapshots,
    private readonly repository: MessageRepository,
    private readonly pictures: PicturesRepository,
  ) {}

  /**
   * All that was said as the text of a file, page by page, oldest first.
   * @throws Problem not_found
   */
  async *export(
    ownerId: string,
    sessionId: string,
    format: 'jsonl' | 'markdown' | 'sillytavern',
  ): AsyncGenerator<string, void> {
    const pages = this.pages(ownerId, sessionId, format);
    for (;;) {
      const page = await this.inTurn(() => pages.next());
      if (page.done) return;
      yield page.value;
    }
  }

  /** One page after another, of all files that are being written: many at once would each have one in memory. */
  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.last.then(work);
    this.last = mine.catch(() => {});
    return mine;
  }

  private async *pages(
    ownerId: string,
    sessionId: string,
    format: 'jsonl' | 'markdown' | 'sillytavern',
  ): AsyncGenerator<string, void> {
    if (format === 'sillytavern') {
      for await (const lines of this.tavern(ownerId, sessionId))
        yield lines.map((line) => `${JSON.stringify(line)}\n`).join('');
      return;
    }
    for await (const page of this.messages(ownerId, sessionId)) {
      if (format === 'markdown') yield page.map(asParagraph).join('');
      else yield* this.lines(sessionId, page);
    }
  }

  /** A page's lines together, but for those with pictures, which are large: each of them by itself. */
  private async *lines(sessionId: string, page: readonly MessageView[]): AsyncGenerator<string> {
    let text = '';
    for (const message of page) {
      const ids = (message.pictures ?? []).map(({ id }) => id);
      text += asLine(message, await this.pictures.inFiles(sessionId, ids));
      if (ids.length === 0) continue;
      yield text;
      text = '';
    }
    yield text;
  }

  /** All that was said, page by page, oldest first. */
  private async *messages(ownerId: string, sessionId: string): AsyncGenerator<MessageView[]> {
    const snapshot = await this.snapshots.read(ownerId, sessionId);
    for (let after = 0; ;) {
      const { items } = await this.repository.after(snapshot.branchId, after, PLACES);
      if (!items.length) return;
      yield items;
      after = items[items.length - 1]!.seq;
    }
  }

  /** A chat file of SillyTavern, line by line, with all swipes and whatever came with them. */
  private async *tavern(ownerId: string, sessionId: string): AsyncGenerator<object[]> {
    const snapshot = await this.snapshots.read(ownerId, sessionId);
    const [session] = await this.database.query<[{ created_at: Date; note: string; extras: object | null }]>(
      'SELECT created_at, note, extras FROM sessions WHERE id = $1',
      [sessionId],
    );
    const names = { user: snapshot.persona.name, character: snapshot.name };
    const { created_at: createdAt, note, extras } = session;
    yield [tavernHeader({ ...names, createdAt, note, extras })];
    for (let after = 0; ;) {
      const rows = await this.repository.places(snapshot.branchId, after, PLACES);
      if (!rows.length) return;
      const places = new Map<number, StoredVersion[]>();
      for (const row of rows) {
        const place = places.get(row.seq);
        if (place) place.push(row);
        else places.set(row.seq, [row]);
      }
      let lines: object[] = [];
      for (const place of places.values()) {
        const ids = [...new Set(place.flatMap(({ pictures = [] }) => pictures))];
        const line = tavernLine(place, await this.pictures.inFiles(sessionId, ids));
        if (line) lines.push(line);
        if (ids.length === 0) continue;
        yield lines;
        lines = [];
      }
      yield lines;
      after = rows[rows.length - 1]!.seq;
    }
  }
}

function asLine(message: MessageView, shown: readonly PictureInFile[]): string {
  const { role, speaker, content, createdAt, thinking } = message;
  const pictures = shown.length ? shown : undefined;
  return `${JSON.stringify({ role, content, at: createdAt, speaker, thinking, pictures })}\n`;
}

function asParagraph({ speaker, content, createdAt, pictures = [] }: MessageView): string {
  const names = pictures.map(({ name }) => `[${name}]`).join(' ');
  return `**${speaker}** · ${createdAt.slice(0, 16).replace('T', ' ')}\n\n${[names, content].filter(Boolean).join('\n\n')}\n\n`;
}
