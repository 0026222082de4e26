import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { within } from '../process/deadline.js';
import { storable } from '../text/encoding/storable.js';
import type { Persona } from '../contracts/persona.js';
import type { RecallMeasure, SessionView, StoryTime } from '../contracts/session.js';
import { PersonasService } from './personas/personas.service.js';
import { SessionBus } from './bus/session-bus.js';
import { SessionSnapshots } from './prompt/session-snapshots.js';
import { Session } from './story/session.entity.js';
import { SessionViewsRepository } from './session-views.repository.js';
import { noSuchSession } from './story/session-snapshot.js';

/** What runs in a session that is deleted has so long to stop. */
const STOPS_WITHIN_MS = 3000;

/** Sessions: changed and deleted. What is said in them is the turns' matter. */
@Injectable()
export class SessionsService {
  constructor(
    @InjectDataSource() private readonly database: DataSource,
    private readonly views: SessionViewsRepository,
    private readonly personas: PersonasService,
    private readonly snapshots: SessionSnapshots,
    private readonly bus: SessionBus,
  ) {
    bus.handle('republish', ({ body }) => this.publishPersona(body.ownerId, body.personaId));
  }

  async change(
    ownerId: string,
    id: string,
    change: {
      title?: string;
      /** A text of its own: the session is then no persona's. */
      persona?: Partial<Persona>;
      personaId?: string;
      note?: string;
      noteOnce?: string;
      tokenBudget?: number | null;
      pinSource?: boolean | null;
      recall?: RecallMeasure;
      storyTime?: StoryTime;
    },
  ): Promise<SessionView> {
    const taken = change.personaId ? await this.personas.taken(ownerId, change.personaId) : null;
    const persona = taken ?? change.persona;
    const [changed] = await this.database.query<unknown[]>(
      `WITH changed AS (
       UPDATE sessions SET title = coalesce($3, title), persona_name = coalesce($4, persona_name),
         persona_id = CASE WHEN $11 THEN $12::uuid ELSE persona_id END,
         persona_description = coalesce($5, persona_description),
         token_budget = CASE WHEN $6 THEN $7::int ELSE token_budget END, note = coalesce($8, note),
         pin_source = CASE WHEN $9 THEN $10::boolean ELSE pin_source END,
         source_left = source_left AND NOT $9, recall = coalesce($13, recall),
         story_time = coalesce($14, story_time), note_once = coalesce($15, note_once)
       WHERE owner_id = $1 AND id = $2 RETURNING owner_id, id, persona_id, persona_name
       ), persona AS (
         UPDATE session_members m SET persona_id = c.persona_id, name = c.persona_name FROM changed c
         WHERE m.owner_id = c.owner_id AND m.session_id = c.id AND m.kind = 'persona'
       )
       SELECT FROM changed`,
      [
        ownerId,
        id,
        change.title ? storable(change.title) : null,
        persona?.name ? storable(persona.name) : null,
        persona?.description !== undefined ? storable(persona.description) : null,
        change.tokenBudget !== undefined,
        change.tokenBudget ?? null,
        change.note === undefined ? null : storable(change.note).trim(),
        change.pinSource !== undefined,
        change.pinSource ?? null,
        persona !== undefined,
        taken?.id ?? null,
        change.recall ?? null,
        change.storyTime ?? null,
        change.noteOnce === undefined ? null : storable(change.noteOnce).trim(),
      ],
    );
    if (!changed) throw noSuchSession();
    // Rendered now, so that whoever asked for the source sees whether it stands there.
    if (change.pinSource !== undefined) await this.snapshots.read(ownerId, id);
    const session = await this.views.view(ownerId, id);
    this.publish(session);
    return session;
  }

  /** Tells everyone in the sessions of a persona that they have changed with it. */
  private async publishPersona(ownerId: string, personaId: string): Promise<void> {
    for (const session of await this.views.ofPersona(ownerId, personaId)) this.publish(session);
  }

  private publish(session: SessionView): void {
    this.bus.publish({
      sessionId: session.id,
      name: 'session.changed',
      body: { sessionId: session.id, session },
    });
  }

  async delete(ownerId: string, id: string): Promise<void> {
    // The rows first: a turn that ended before them would let the one that waits behind it ask the model.
    const { affected } = await this.database.getRepository(Session).delete({ ownerId, id });
    if (!affected) throw noSuchSession();
    await within(STOPS_WITHIN_MS, this.bus.command({ sessionId: id, name: 'stop', body: {} }));
    await this.bus.command({ sessionId: id, name: 'invalidate', body: {} });
  }
}
