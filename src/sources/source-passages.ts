import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { LRUCache } from 'lru-cache';
import type { DataSource } from 'typeorm';
import { withoutSpans } from '../text/instructions/kept-out.js';
import type { TextSpan } from '../text/structure/passages.js';

/** So much of a text is read at once, in bytes. */
const PART = 1_500_000;
/** Sources of which it is remembered where their sections begin. */
const MOST_REMEMBERED = 100;

/** A passage as a model may be sent it: what speaks to a language model in it is gaps. */
export interface SentPassage {
  n: number;
  section: number;
  /** Of its section. */
  title: string;
  text: string;
}

interface SectionRow {
  n: number;
  title: string;
  text: string;
}

/** A section, and where it begins in its source, in UTF-16 units. */
interface PlacedSection extends SectionRow {
  begin: number;
}

interface PassageRow {
  n: number;
  section: number;
  start: number;
  end: number;
}

/** The passages of sources, without what is kept out of what a model is sent. */
@Injectable()
export class SourcePassages {
  /** Where the sections of sources begin that something is kept out of: their texts never change. */
  private readonly begins = new LRUCache<string, Promise<Map<number, number>>>({ max: MOST_REMEMBERED });

  constructor(@InjectDataSource() private readonly database: DataSource) {}

  /**
   * All of a source, in order, a few sections at a time: a text may be larger than what there is of memory.
   * @param most of it, in bytes of text
   */
  async *parts(sourceId: string, most: number): AsyncGenerator<SentPassage[]> {
    const keptOut = await this.keptOut(sourceId);
    for await (const sections of this.placed(sourceId, most)) {
      const passages = await this.database.query<PassageRow[]>(
        `SELECT n, section_n AS section, start, "end" FROM passages
         WHERE source_id = $1 AND section_n = ANY($2) ORDER BY n`,
        [sourceId, sections.map(({ n }) => n)],
      );
      yield this.cut(withoutKeptOut(sections, keptOut), passages);
    }
  }

  private async *placed(sourceId: string, most: number): AsyncGenerator<PlacedSection[]> {
    const rows = await this.database.query<{ n: number; bytes: number }[]>(
      'SELECT n, octet_length(text) AS bytes FROM sections WHERE source_id = $1 ORDER BY n',
      [sourceId],
    );
    let all = 0;
    let begin = 0;
    for (let from = 0, to = 0; from < rows.length && all < most; from = to) {
      const before = all;
      while (to < rows.length && all - before < PART) all += rows[to++]!.bytes;
      const numbers = rows.slice(from, to).map(({ n }) => n);
      const sections: PlacedSection[] = [];
      for (const section of await this.sections(sourceId, numbers)) {
        sections.push({ ...section, begin });
        begin += section.text.length;
      }
      yield sections;
    }
  }

  /** Some of a source, by their numbers, in order. */
  async some(sourceId: string, numbers: readonly number[]): Promise<SentPassage[]> {
    const passages = await this.database.query<PassageRow[]>(
      `SELECT n, section_n AS section, start, "end" FROM passages
       WHERE source_id = $1 AND n = ANY($2) ORDER BY n`,
      [sourceId, numbers],
    );
    const keptOut = await this.keptOut(sourceId);
    // What is kept out is counted from the beginning of the source.
    const begins = keptOut.length ? await this.beginsOf(sourceId) : null;
    const sections = await this.sections(sourceId, [...new Set(passages.map(({ section }) => section))]);
    const placed = sections.map((section) => ({ ...section, begin: begins?.get(section.n) ?? 0 }));
    return this.cut(withoutKeptOut(placed, keptOut), passages);
  }

  /** Where each section of a source begins in it: told once, by reading all of it. */
  private beginsOf(sourceId: string): Promise<Map<number, number>> {
    const told = async () => {
      const begins = new Map<number, number>();
      for await (const sections of this.placed(sourceId, Infinity))
        for (const { n, begin } of sections) begins.set(n, begin);
      return begins;
    };
    const begins = this.begins.get(sourceId) ?? told();
    this.begins.set(sourceId, begins);
    begins.catch(() => this.begins.delete(sourceId));
    return begins;
  }

  private async keptOut(sourceId: string): Promise<TextSpan[]> {
    const [source] = await this.database.query<[{ keptOut: TextSpan[] }?]>(
      'SELECT kept_out AS "keptOut" FROM sources WHERE id = $1',
      [sourceId],
    );
    return source?.keptOut ?? [];
  }

  private sections(sourceId: string, numbers: readonly number[]): Promise<SectionRow[]> {
    return this.database.query<SectionRow[]>(
      'SELECT n, title, text FROM sections WHERE source_id = $1 AND n = ANY($2) ORDER BY n',
      [sourceId, numbers],
    );
  }

  private cut(sections: readonly SectionRow[], passages: readonly PassageRow[]): SentPassage[] {
    const byNumber = new Map(sections.map((section) => [section.n, section]));
    return passages.map(({ n, section, start, end }) => {
      const { title, text } = byNumber.get(section)!;
      return { n, section, title, text: text.slice(start, end) };
    });
  }
}

/** @param sections in their order */
function withoutKeptOut(sections: readonly PlacedSection[], keptOut: readonly TextSpan[]): SectionRow[] {
  let next = 0;
  return sections.map(({ n, title, text, begin }) => {
    while (next < keptOut.length && keptOut[next]!.end <= begin) next++;
    const spans: TextSpan[] = [];
    for (let at = next; at < keptOut.length && keptOut[at]!.start < begin + text.length; at++)
      spans.push({ start: keptOut[at]!.start - begin, end: keptOut[at]!.end - begin });
    return { n, title, text: withoutSpans(text, spans) };
  });
}
