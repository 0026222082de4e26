import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What is JSON is of the shape that it is read as. What is of another is nothing that could be read: it is emptied. */
const SHAPES: { table: string; column: string; type: 'object' | 'array'; empty: string }[] = [
  { table: 'sheets', column: 'sheet', type: 'object', empty: `'{}'` },
  { table: 'characters', column: 'card', type: 'object', empty: 'NULL' },
  { table: 'sessions', column: 'extras', type: 'object', empty: 'NULL' },
  { table: 'messages', column: 'extras', type: 'object', empty: 'NULL' },
  { table: 'turns', column: 'receipt', type: 'object', empty: 'NULL' },
  { table: 'turns', column: 'error', type: 'object', empty: 'NULL' },
  { table: 'openings', column: 'rules', type: 'array', empty: `'[]'` },
  { table: 'openings', column: 'pins', type: 'array', empty: `'[]'` },
];

export class JsonShapes1821000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const { table, column, type, empty } of SHAPES) {
      await runner.query(
        `UPDATE ${table} SET ${column} = ${empty} WHERE jsonb_typeof(${column}) <> '${type}'`,
      );
      await runner.query(
        `ALTER TABLE ${table} ADD CONSTRAINT ${table}_${column} CHECK (jsonb_typeof(${column}) = '${type}')`,
      );
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const { table, column } of SHAPES)
      await runner.query(`ALTER TABLE ${table} DROP CONSTRAINT ${table}_${column}`);
  }
}
