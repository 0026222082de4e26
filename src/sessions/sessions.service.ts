import { Injectable } from '@nestjs/common';
import { within } from '../process/deadline.js';
import { storable } from '../text/encoding/storable.js';
import type { SessionChange, SessionView } from '../contracts/session.js';
import { PersonasService } from './personas/personas.service.js';
import { SessionBus } from './bus/session-bus.js';
import { SessionSnapshots } from './prompt/session-snapshots.js';
import { SessionViewsRepository } from './session-views.repository.js';
import { SessionsRepository } from './sessions.repository.js';
import { noSuchSession } from './story/session-snapshot.js';

/** What runs in a session that is deleted has so long to stop. */
const STOPS_WITHIN_MS = 3000;

/** Sessions: changed and deleted. What is said in them is the turns' matter. */
@Injectable()
export class SessionsService {
  constructor(
    private readonly sessions: SessionsRepository,
    private readonly views: SessionViewsRepository,
    private readonly personas: PersonasService,
    private readonly snapshots: SessionSnapshots,
    private readonly bus: SessionBus,
  ) {
    bus.handle('republish', ({ body }) => this.publishPersona(body.ownerId, body.personaId));
  }

  async change(ownerId: string, id: string, change: SessionChange): Promise<SessionView> {
    const taken = change.personaId ? await this.personas.taken(ownerId, change.personaId) : null;
    const persona = taken ?? change.persona;
    const changed = await this.sessions.change(ownerId, id, {
      title: change.title ? storable(change.title) : null,
      persona: persona
        ? {
            id: taken?.id ?? null,
            name: persona.name ? storable(persona.name) : null,
            description: persona.description === undefined ? null : storable(persona.description),
          }
        : null,
      note: change.note === undefined ? null : storable(change.note).trim(),
      noteOnce: change.noteOnce === undefined ? null : storable(change.noteOnce).trim(),
      tokenBudget: change.tokenBudget,
      pinSource: change.pinSource,
      recall: change.recall ?? null,
      storyTime: change.storyTime ?? null,
      connectionId: change.connectionId,
    });
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
    if (!(await this.sessions.delete(ownerId, id))) throw noSuchSession();
    await within(STOPS_WITHIN_MS, this.bus.command({ sessionId: id, name: 'stop', body: {} }));
    await this.bus.command({ sessionId: id, name: 'invalidate', body: {} });
  }
}
