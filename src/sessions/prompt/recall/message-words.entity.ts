import { Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';

/** Words that a message may be asked for by and does not say, as a model gave them. Never sent to anybody. */
@Entity('message_words')
export class MessageWords {
  /** The version that they are of: another one has none. */
  @ForeignKey('Message', { name: 'message_words_message', onDelete: 'CASCADE' })
  @PrimaryColumn('uuid', { name: 'message_id', primaryKeyConstraintName: 'message_words_pk' })
  messageId!: string;

  @Column('text')
  words!: string;
}
