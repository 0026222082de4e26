import type { MigrationInterface, QueryRunner } from 'typeorm';

const PURPOSES = `'turn', 'fold', 'rewrite', 'import', 'sheet', 'draft', 'test'`;

/** Connections whose servers make vectors, and the one that recall is helped by. */
export class EmbeddingConnections1893000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE connections
        ADD embedding_model text NOT NULL DEFAULT '',
        ADD is_recall boolean NOT NULL DEFAULT false;
      CREATE UNIQUE INDEX connections_recall ON connections (owner_id) WHERE is_recall;
      ALTER TABLE spending DROP CONSTRAINT spending_purpose,
        ADD CONSTRAINT spending_purpose CHECK (purpose IN (${PURPOSES}, 'recall'))`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DELETE FROM spending WHERE purpose = 'recall';
      ALTER TABLE spending DROP CONSTRAINT spending_purpose,
        ADD CONSTRAINT spending_purpose CHECK (purpose IN (${PURPOSES}));
      ALTER TABLE connections DROP is_recall, DROP embedding_model`);
  }
}
