import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Messages that came together are stored together, in their order: what follows the first shares the turn behind it. */
export class AcceptMessages1822000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- A row for each message as accept_message gives it, up to the first that is stale: fewer rows than messages
      -- mean that the others are to be sent again with a new head.
      CREATE FUNCTION accept_messages(
        owner uuid, session uuid, branch uuid, stamp_known text, seq_known int, process int,
        persona text, said_at timestamptz, character_name text,
        new_messages uuid[], clients text[], labels text[], contents text[], counts int[],
        new_turns uuid[], new_replies uuid[]
      ) RETURNS TABLE (verdict text, message_id uuid, message_seq int, turn_id uuid, last_seq int)
      LANGUAGE plpgsql AS $$
      DECLARE
        said record;
      BEGIN
        FOR said IN
          SELECT * FROM unnest(new_messages, clients, labels, contents, counts, new_turns, new_replies)
            WITH ORDINALITY AS one (id, client, label, content, tokens, turn, reply, place)
          ORDER BY one.place
        LOOP
          SELECT a.verdict, a.message_id, a.message_seq, a.turn_id, a.last_seq
            INTO verdict, message_id, message_seq, turn_id, last_seq
            FROM accept_message(owner, session, branch, stamp_known, seq_known, process, said.id, said.client,
              persona, said.label, said.content, said.tokens, said_at, said.turn, said.reply, character_name) a;
          EXIT WHEN verdict = 'stale';
          RETURN NEXT;
          -- The branch is locked now, and its last message is one of these.
          IF verdict <> 'twin' THEN
            seq_known := NULL;
          END IF;
        END LOOP;
      END $$;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP FUNCTION accept_messages');
  }
}
