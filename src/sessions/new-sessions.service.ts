import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { CharactersService } from '../characters/characters.service.js';
import { sheetAsOf } from '../context/parts/sheet-as-of.js';
import { UNNAMED } from '../context/quoting/called-user.js';
import type { Persona } from '../contracts/persona.js';
import type { SettledScript } from '../contracts/regex-script.js';
import type { SessionView, StoryTime } from '../contracts/session.js';
import { calledName } from '../contracts/called-name.js';
import { SourceTexts } from '../sources/source-texts.js';
import { storable } from '../text/encoding/storable.js';
import type { MacroValues } from '../text/macro-values.js';
import { macroRoom, settling } from '../text/macros.js';
import { inSlices, type Work } from '../text/search/slices.js';
import { tokensOf } from '../text/search/tokens.js';
import { PersonasService } from './personas/personas.service.js';
import { SessionViewsRepository } from './session-views.repository.js';
import { sessionScripts } from './prompt/scripts/session-scripts.js';
import { storing } from './prompt/scripts/stored-text.js';
import { type Greeting, SessionsRepository } from './sessions.repository.js';

/** Begins sessions. */
@Injectable()
export class NewSessionsService {
  constructor(
    private readonly sessions: SessionsRepository,
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
    const personaName = taken?.name ?? (own || UNNAMED[sheet.language]);
    const id = randomUUID();
    const timeZone = wish.timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
    const greetings = await inSlices(
      settled(sheet.greetings, sessionScripts({ id, name, persona: { name: personaName } }, sheet), {
        char: calledName(name, sheet),
        user: personaName,
        room: macroRoom(),
        now: { at: new Date(), timeZone, language: sheet.language },
      }),
    );
    await this.sessions.create({
      session: {
        id,
        ownerId,
        characterId: wish.characterId,
        title: storable(wish.title ?? '').trim() || name,
        personaId: taken?.id ?? null,
        personaName,
        personaDescription: taken?.description ?? storable(wish.persona?.description ?? ''),
        timeZone,
        branchId: randomUUID(),
        outsideKey: wish.outsideKey ?? null,
        upToSection: point?.section ?? null,
        upToTitle: point?.title ?? null,
        storyTime: wish.storyTime ?? 'mine',
      },
      characterName: name,
      greetings,
    });
    return this.views.view(ownerId, id);
  }

  /**
   * The one session that another program means by a key of its own, or by the session's own id; made at the first time.
   * @param wish how it is made
   * @returns its id
   */
  async findOrCreate(
    ownerId: string,
    characterId: string,
    key: string,
    wish: { persona?: Partial<Persona>; title?: string } = {},
  ): Promise<string> {
    const find = () => this.sessions.ofOutsideKey(ownerId, characterId, storable(key));
    const found = await find();
    if (found) return found;
    try {
      return (await this.create(ownerId, { ...wish, characterId, outsideKey: storable(key) })).id;
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
  scripts: readonly SettledScript[],
  names: MacroValues,
): Work<Greeting[]> {
  const all: Greeting[] = [];
  for (const greeting of greetings.slice(0, MOST_GREETINGS)) {
    yield;
    const written = yield* settling(greeting, names);
    const content = yield* storing(scripts, 'reply', written);
    const raw = content === written ? null : written;
    if (content.trim() !== '') all.push({ content, raw, tokens: yield* tokensOf(content) });
  }
  return all;
}
