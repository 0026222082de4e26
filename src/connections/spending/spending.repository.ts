import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource, EntityManager } from 'typeorm';
import { PreparedStatements } from '../../database/prepared.js';
import type { ReachedLimit, SpendingBudget, SpendingPurpose, SpentAmount } from '../../contracts/spending.js';
import { type Amount, dayOf, reachedLimit, type SpentInPeriods } from './limits.js';

/** What is asked of whose connection, and in which session or ingest. */
export interface SpendingPlace {
  ownerId: string;
  connectionId: string;
  purpose: SpendingPurpose;
  subjectId: string;
}

/** A row's amounts, or what is added to them. */
export interface Spent extends Omit<SpentAmount, 'cost'> {
  /** Null where no price is known. */
  cost: number | null;
}

const SUMS = ['Day', 'Month', 'Import']
  .map((period) => {
    const when = {
      Day: `s.purpose NOT IN ('turn', 'test') AND s.day = $3`,
      Month: `s.purpose NOT IN ('turn', 'test') AND s.day >= $4`,
      Import: `s.purpose IN ('import', 'sheet') AND s.subject_id = $5`,
    }[period];
    return `json_build_object(
      'requests', coalesce(sum(s.requests) FILTER (WHERE ${when}), 0),
      'tokens', coalesce(sum(s.tokens_in + s.tokens_out) FILTER (WHERE ${when}), 0),
      'money', coalesce(sum(s.cost) FILTER (WHERE ${when}), 0)) AS "per${period}"`;
  })
  .join(', ');

/** A connection may have been deleted meanwhile. */
const ADD = `INSERT INTO spending AS s (owner_id, connection_id, day, purpose, subject_id, requests, tokens_in, tokens_cached,
    tokens_out, cost)
  SELECT owner_id, id, $3, $4, $5, $6, $7, $8, $9, $10 FROM connections WHERE owner_id = $1 AND id = $2
  ON CONFLICT (owner_id, connection_id, day, purpose, subject_id) DO UPDATE SET
    requests = s.requests + excluded.requests, tokens_in = s.tokens_in + excluded.tokens_in,
    tokens_cached = s.tokens_cached + excluded.tokens_cached, tokens_out = s.tokens_out + excluded.tokens_out,
    cost = CASE WHEN s.cost IS NULL THEN excluded.cost ELSE s.cost + coalesce(excluded.cost, 0) END`;

/** The ledger: what models were asked for. */
@Injectable()
export class SpendingRepository {
  constructor(
    @InjectDataSource() private readonly database: DataSource,
    private readonly statements: PreparedStatements,
  ) {}

  /**
   * Writes down what a request will take, about, unless it passes a limit. Requests of one connection come one after
   * another here, so that two at once do not both take what is left for one.
   *
   * @returns the limit that is in the way
   */
  async reserve(place: SpendingPlace, expected: Spent, now: Date): Promise<ReachedLimit | null> {
    return this.database.transaction(async (manager) => {
      await manager.query('SELECT FROM connections WHERE id = $1 AND owner_id = $2 FOR NO KEY UPDATE', [
        place.connectionId,
        place.ownerId,
      ]);
      const reached = await this.reached(place, amountOf(expected), now, manager);
      if (!reached) await this.add(place, expected, now, manager);
      return reached;
    });
  }

  /** The limit that spending some more would pass. */
  async reached(
    { ownerId, connectionId, subjectId, purpose }: SpendingPlace,
    more: Amount,
    now: Date,
    manager: EntityManager = this.database.manager,
  ): Promise<ReachedLimit | null> {
    const { day, monthFrom } = dayOf(now);
    const [row] = await manager.query<({ budget: SpendingBudget } & SpentInPeriods)[]>(
      `SELECT c.budget, ${SUMS} FROM connections c
       LEFT JOIN spending s ON s.owner_id = c.owner_id AND s.connection_id = c.id
         AND (s.day >= $4 OR s.subject_id = $5)
       WHERE c.owner_id = $1 AND c.id = $2 GROUP BY c.id`,
      [ownerId, connectionId, day, monthFrom, subjectId],
    );
    if (!row) return null;
    const isImport = purpose === 'import' || purpose === 'sheet';
    const budget = isImport ? row.budget : { ...row.budget, perImport: {} };
    const reached = reachedLimit(budget, row, more, now);
    return reached && { ...reached, connectionId };
  }

  /** Adds to what was spent; amounts below zero take back what was expected and did not come. */
  async add(
    { ownerId, connectionId, purpose, subjectId }: SpendingPlace,
    { requests, tokensIn, tokensCached, tokensOut, cost }: Spent,
    now: Date,
    manager?: EntityManager,
  ): Promise<void> {
    const { day } = dayOf(now);
    const place = [ownerId, connectionId, day, purpose, subjectId];
    const values = [...place, requests, tokensIn, tokensCached, tokensOut, cost];
    if (manager) await manager.query(ADD, values);
    else await this.statements.query('add-spending', ADD, values);
  }

  /** What a connection was asked for since the month began, by purpose; `isToday`: of the day alone. */
  async byPurpose(
    ownerId: string,
    connectionId: string,
    now: Date,
  ): Promise<({ purpose: SpendingPurpose; isToday: boolean } & Spent)[]> {
    const { day, monthFrom } = dayOf(now);
    return this.database.query(
      `SELECT purpose, day = $3 AS "isToday", sum(requests)::int AS requests, sum(tokens_in)::float8 AS "tokensIn",
         sum(tokens_cached)::float8 AS "tokensCached", sum(tokens_out)::float8 AS "tokensOut", sum(cost) AS cost
       FROM spending WHERE owner_id = $1 AND connection_id = $2 AND day >= $4 GROUP BY purpose, day = $3`,
      [ownerId, connectionId, day, monthFrom],
    );
  }
}

function amountOf({ requests, tokensIn, tokensOut, cost }: Spent): Amount {
  return { requests, tokens: tokensIn + tokensOut, money: cost ?? 0 };
}
