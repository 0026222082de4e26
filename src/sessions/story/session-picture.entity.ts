import { Check, Column, CreateDateColumn, Entity, ForeignKey, Index, PrimaryGeneratedColumn } from 'typeorm';

/** A picture that a message shows, or one that comes will; a message names those that are its own. */
@Entity('session_pictures')
@Index('session_pictures_of_session', ['ownerId', 'sessionId', 'createdAt'])
@Check('session_pictures_name', 'length(name) BETWEEN 1 AND 80')
@Check('session_pictures_size', 'width > 0 AND height > 0 AND tokens > 0')
export class SessionPicture {
  @PrimaryGeneratedColumn('uuid', { primaryKeyConstraintName: 'session_pictures_pk' })
  id!: string;

  @ForeignKey('Owner', { name: 'session_pictures_owner', onDelete: 'CASCADE' })
  @Column('uuid', { name: 'owner_id' })
  ownerId!: string;

  @ForeignKey('Session', { name: 'session_pictures_session', onDelete: 'CASCADE' })
  @Column('uuid', { name: 'session_id' })
  sessionId!: string;

  @Column('text')
  name!: string;

  /** Of the picture as it came, without what a camera wrote beside it. */
  @Column('text', { name: 'media_type' })
  mediaType!: string;

  @Column('bytea')
  bytes!: Buffer;

  /** As models are sent it: a JPEG, made once, since its bytes are part of every later request. */
  @Column('bytea')
  sent!: Buffer;

  /** Of what is sent, in pixels. */
  @Column('int')
  width!: number;

  @Column('int')
  height!: number;

  /** Estimated, of what is sent. */
  @Column('int')
  tokens!: number;

  @CreateDateColumn({ type: 'timestamptz', name: 'created_at' })
  createdAt!: Date;
}
