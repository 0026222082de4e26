import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { WebSocketGateway, WebSocketServer } from '@nestjs/websockets';
import { Gauge } from 'prom-client';
import type { Server } from 'socket.io';
import type { IngestStatus } from '../contracts/ingest.js';
import { Metrics } from './metrics.js';
import { type Count, StateRepository } from './state.repository.js';

const INGESTS: IngestStatus[] = ['queued', 'running', 'needs_choice', 'done', 'failed', 'cancelled'];
const TURNS = ['queued', 'running'];
const MAKERS = ['model', 'extract', 'person'];

/** How long the database may take to be taken for one that answers. */
const PATIENCE_MS = 2000;

/**
 * How things stand, looked up when somebody asks: of this process its sockets and database connections, of the database,
 * whoever owns it and whichever process works on it, the jobs and the chronicles' entries.
 */
@WebSocketGateway()
@Injectable()
export class StateMetrics {
  @WebSocketServer()
  private readonly server!: Server;

  private readonly sockets: Gauge;
  private readonly pool: Gauge<'state'>;
  private readonly answers: Gauge;
  private readonly ingests: Gauge<'status'>;
  private readonly turns: Gauge<'status'>;
  private readonly folds: Gauge<'made_by'>;

  constructor(
    metrics: Metrics,
    private readonly state: StateRepository,
  ) {
    const registers = [metrics];
    this.sockets = new Gauge({ name: 'keepsake_sockets', help: 'Open sockets of this process', registers });
    this.pool = new Gauge({
      name: 'keepsake_database_connections',
      help: 'Connections of the pool: busy, idle, and requests that wait for one',
      labelNames: ['state'],
      registers,
    });
    this.answers = new Gauge({
      name: 'keepsake_database_up',
      help: '1 when the database answers',
      registers,
    });
    this.ingests = new Gauge({
      name: 'keepsake_ingests',
      help: 'Ingests by status; those that are queued are the queue',
      labelNames: ['status'],
      registers,
    });
    this.turns = new Gauge({
      name: 'keepsake_open_turns',
      help: 'Turns that run or wait behind one that does',
      labelNames: ['status'],
      registers,
    });
    this.folds = new Gauge({
      name: 'keepsake_chronicle_entries',
      help: 'Folds that stand in chronicles, by who wrote their entries',
      labelNames: ['made_by'],
      registers,
    });
  }

  async look(): Promise<void> {
    this.sockets.set(this.server.engine.clientsCount);
    for (const [state, count] of Object.entries(this.state.connections())) this.pool.set({ state }, count);
    // What cannot be counted is left out: an old number would pass for a new one.
    for (const gauge of [this.ingests, this.turns, this.folds]) gauge.reset();
    const late = sleep(PATIENCE_MS, null, { ref: false });
    const counts = await Promise.race([this.state.counts().catch(() => null), late]);
    this.answers.set(counts ? 1 : 0);
    if (!counts) return;
    const numberOf = (what: Count['what'], of: string) =>
      counts.find((one) => one.what === what && one.of === of)?.count ?? 0;
    for (const status of INGESTS) this.ingests.set({ status }, numberOf('ingest', status));
    for (const status of TURNS) this.turns.set({ status }, numberOf('turn', status));
    for (const made_by of MAKERS) this.folds.set({ made_by }, numberOf('fold', made_by));
  }
}
