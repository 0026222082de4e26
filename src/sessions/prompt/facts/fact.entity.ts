import {
  Check,
  Column,
  CreateDateColumn,
  Entity,
  ForeignKey,
  Index,
  PrimaryGeneratedColumn,
  Unique,
} from 'typeorm';
import type { KnownFact } from '../../../context/facts/fact.js';
import type { Topic } from '../../../contracts/memory.js';

/** Something that was told of somebody and may change: a line, with the message that it rests on. */
@Entity('facts')
@Check(
  'facts_topic',
  `topic IN ('home', 'work', 'study', 'partner', 'family', 'pet', 'health', 'plan', 'promise', 'other')`,
)
@Check('facts_made_by', `made_by IN ('model', 'rule', 'person')`)
@Unique('facts_of_message', ['messageId', 'about', 'topic', 'thing'])
export class Fact {
  @PrimaryGeneratedColumn('uuid', { primaryKeyConstraintName: 'facts_pk' })
  id!: string;

  @ForeignKey('Owner', { name: 'facts_owner', onDelete: 'CASCADE' })
  @Column('uuid', { name: 'owner_id' })
  ownerId!: string;

  @Index('facts_of_session')
  @ForeignKey('Session', { name: 'facts_session', onDelete: 'CASCADE' })
  @Column('uuid', { name: 'session_id' })
  sessionId!: string;

  /** The version that it rests on: where another one stands, there is no such fact. */
  @ForeignKey('Message', { name: 'facts_message', onDelete: 'CASCADE' })
  @Column('uuid', { name: 'message_id' })
  messageId!: string;

  /** `user`, `character`, or somebody's name. */
  @Column('text')
  about!: string;

  @Column('text')
  topic!: Topic;

  @Column('text', { default: '' })
  thing!: string;

  @Column('text')
  text!: string;

  @Column('text', { name: 'made_by' })
  madeBy!: KnownFact['madeBy'];

  /** A person took it away: it does not come back when its message is read again. */
  @Column('boolean', { default: false })
  dismissed!: boolean;

  @CreateDateColumn({ type: 'timestamptz', name: 'created_at' })
  createdAt!: Date;
}
