import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { CharactersService } from '../characters/characters.service.js';
import { jsonBytes, JSON_OF } from '../characters/stored-sheets.js';
import { sheetAsOf } from '../context/parts/sheet-as-of.js';
import type { Persona } from '../contracts/persona.js';
import type { SessionView, StoryTime } from '../contracts/session.js';
import { calledName } from '../contracts/sheet.js';
import { SourceTexts } from '../sources/source-texts.js';
import { storable } from '../text/encoding/storable.js';
import { macroRoom, type MacroValues, settling } from '../text/macros.js';
import { inSlices, type Work } from '../text/search/slices.js';
import { tokensOf } from '../text/search/tokens.js';
import { PersonasService } from './personas/personas.service.js';
import { SessionViewsRepository } from './session-views.repository.js';
import { SessionMember } from './story/session-member.entity.js';
import { Branch, BranchSegment, Session } from './story/session.entity.js';

/** Begins sessions. */
@Injectable()
export class NewSessionsService {
  constructor(
    @InjectDataSource() private readonly database: DataSource,
    private readonly views: SessionViewsRepository,
    private readonly characters: CharactersService,
    private readonly sources: SourceTexts,
    private readonly personas: PersonasService,
  ) {}

  /** A new session begins with the character's greeting, if there is one; the others stand beside it as swipes. */
  async create(
    ownerId: string,
    wish: {
      characterId: string;
      persona?: Partial<Persona>;
      /** Without it and without a persona of its own, the session has the default one. */
      personaId?: string;
      title?: string;
      timeZone?: string;
      outsideKey?: string;
      /** The point in the story to begin at: a section of the character's first source. */
      upToSection?: number;
      storyTime?: StoryTime | undefined;
    },
  ): Promise<SessionView> {
    const { name, sheet: whole } = await this.characters.view(ownerId, wish.characterId);
    const point = wish.upToSection ? await this.sources.point(wish.characterId, wish.upToSection) : null;
    const sheet = point ? sheetAsOf(whole, point) : whole;
    const own = storable(wish.persona?.name ?? '').trim();
    const taken = wish.persona && !wish.personaId ? null : await this.personas.taken(ownerId, wish.personaId);
    const personaName = taken?.name ?? (own || (sheet.language === 'zh' ? '我' : 'User'));
    const id = randomUUID();
    const branchId = randomUUID();
    const memberId = randomUUID();
    const timeZone = wish.timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
    const greetings = await inSlices(
      settled(sheet.greetings, {
        char: calledName(name, sheet),
        user: personaName,
        room: macroRoom(),
        now: { at: new Date(), timeZone, language: sheet.language },
      }),
    );
    await this.database.transaction(async (manager) => {
      await manager.insert(Session, {
        id,
        ownerId,
        characterId: wish.characterId,
        title: storable(wish.title ?? '').trim() || name,
        personaId: taken?.id ?? null,
        personaName,
        personaDescription: taken?.description ?? storable(wish.persona?.description ?? ''),
        timeZone,
        branchId,
        outsideKey: wish.outsideKey ?? null,
        upToSection: point?.section ?? null,
        upToTitle: point?.title ?? null,
        storyTime: wish.storyTime ?? 'mine',
      });
      const member = { ownerId, sessionId: id };
      await manager.insert(SessionMember, [
        { ...member, id: memberId, kind: 'character', characterId: wish.characterId, name, position: 1 },
        { ...member, kind: 'persona', personaId: taken?.id ?? null, name: personaName, position: 2 },
      ]);
      await manager.insert(Branch, { id: branchId, sessionId: id, lastSeq: greetings.length ? 1 : 0 });
      await manager.insert(BranchSegment, { branchId, ofBranchId: branchId, fromSeq: 1 });
      await manager.query(
        `INSERT INTO messages (owner_id, session_id, branch_id, seq, version, chosen, role, speaker, member_id, content, tokens, status)
         SELECT $1, $2, $3, 1, g.n, g.n = 1, 'assistant', $4, $6, g.one->>'content', (g.one->>'tokens')::int, 'complete'
         FROM jsonb_array_elements(${JSON_OF('$5')}) WITH ORDINALITY AS g (one, n)`,
        [ownerId, id, branchId, name, jsonBytes(greetings), memberId],
      );
    });
    return this.views.view(ownerId, id);
  }

  /**
   * The one session that another program means by a key of its own, or by the session's own id; made at the first time.
   * @returns its id
   */
  async findOrCreate(ownerId: string, characterId: string, key: string): Promise<string> {
    const find = async () => {
      const [row] = await this.database.query<{ id: string }[]>(
        `SELECT id FROM sessions WHERE owner_id = $1 AND character_id = $2 AND (outside_key = $3 OR id::text = $3)
         ORDER BY outside_key IS NULL LIMIT 1`,
        [ownerId, characterId, storable(key)],
      );
      return row?.id;
    };
    const found = await find();
    if (found) return found;
    try {
      return (await this.create(ownerId, { characterId, outsideKey: storable(key) })).id;
    } catch (error) {
      // Two who came first at once mean the same session.
      const other = await find();
      if (other) return other;
      throw error;
    }
  }
}

/** So many of a character's greetings stand in a session, as swipes of the first message. */
const MOST_GREETINGS = 5000;

function* settled(
  greetings: readonly string[],
  names: MacroValues,
): Work<{ content: string; tokens: number }[]> {
  const all: { content: string; tokens: number }[] = [];
  for (const greeting of greetings.slice(0, MOST_GREETINGS)) {
    yield;
    const content = yield* settling(greeting, names);
    if (content.trim() !== '') all.push({ content, tokens: yield* tokensOf(content) });
  }
  return all;
}
