import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { RecallIndexRepository } from './recall-index.repository.js';

/** Words that messages may be asked for by, beside those that they say. */
@Injectable()
export class MessageWordsRepository {
  constructor(
    @InjectDataSource() private readonly database: DataSource,
    private readonly recallIndex: RecallIndexRepository,
  ) {}

  /**
   * Keeps words of an owner's messages, in place of any that they had. What has been deleted meanwhile gets none.
   * @param words by the id of their message
   */
  async keep(ownerId: string, words: ReadonlyMap<string, string>): Promise<void> {
    if (!words.size) return;
    const kept = await this.database.query<{ message_id: string }[]>(
      // Whoever deletes a message waits, or is waited for: words never outlive it.
      `WITH there AS (
         SELECT m.id, u.words FROM unnest($2::uuid[], $3::text[]) u (id, words)
         JOIN messages m ON m.id = u.id AND m.owner_id = $1 AND m.content <> '' FOR SHARE OF m)
       INSERT INTO message_words (message_id, words) SELECT id, words FROM there
       ON CONFLICT ON CONSTRAINT message_words_pk DO UPDATE SET words = excluded.words
       RETURNING message_id`,
      [ownerId, [...words.keys()], [...words.values()]],
    );
    await this.recallIndex.reworded(kept.map(({ message_id }) => message_id));
  }
}
