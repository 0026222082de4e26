import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { LRUCache } from 'lru-cache';
import type { DataSource } from 'typeorm';
import { sheetManner } from '../../characters/sheets.repository.js';
import { calledUser } from '../../context/quoting/called-user.js';
import { speaksOfMachines } from '../../context/replies/refusal.js';
import { replyForms } from '../../context/replies/read-reply-forms.js';
import type { ReplyForms } from '../../context/replies/reply-forms.js';
import { tailPrompts } from '../../prompts/prompt-layers.js';
import { PromptMessagesRepository } from './prompt-messages.repository.js';
import { characterOf, type SessionSnapshot } from '../story/session-snapshot.js';

/** By what the replies of a session are cleaned. */
export interface ReplyManner {
  forms: ReplyForms;
  /** The character may be a machine. */
  machine: boolean;
}

/** Those of the sessions in use; each is a few names and flags. */
const MOST_CACHED = 1000;

/** Knows how the replies of a session are written: by its members' names, its sheet, and the greeting as it stands. */
@Injectable()
export class ReplyManners {
  private readonly cache = new LRUCache<string, ReplyManner>({ max: MOST_CACHED });

  constructor(
    @InjectDataSource() private readonly database: DataSource,
    private readonly messages: PromptMessagesRepository,
  ) {}

  async of(snapshot: SessionSnapshot): Promise<ReplyManner> {
    const { branchId, characterId, sheetVersion, revision, name } = snapshot;
    const others = othersOf(snapshot, characterOf(snapshot).id);
    const asked = tailPrompts(snapshot.tailPrompts, snapshot.prefix.language).reply;
    const key = JSON.stringify([branchId, revision, sheetVersion, name, others, asked]);
    const cached = this.cache.get(key);
    if (cached) return cached;
    const [{ nickname, greetings, examples, about }, begun] = await Promise.all([
      sheetManner(this.database, characterId, sheetVersion),
      this.messages.beginning(branchId),
    ]);
    const texts = begun === null ? greetings : [begun, ...greetings];
    const manner = {
      forms: replyForms({
        name,
        ...(nickname ? { nickname } : {}),
        others,
        greetings: texts,
        examples,
        about,
        ...(asked === undefined ? {} : { asked }),
      }),
      machine: speaksOfMachines([name, ...texts, ...examples, ...about]),
    };
    this.cache.set(key, manner);
    return manner;
  }

  /** How a draft in the user's stead is written. */
  ofDraft(snapshot: SessionSnapshot): ReplyManner {
    const { name } = snapshot.persona;
    const called = calledUser(name, snapshot.prefix.language);
    const persona = snapshot.members.find(({ kind }) => kind === 'persona');
    const others = othersOf(snapshot, persona?.id ?? '');
    // Without a name of its own, the persona is called otherwise in the prompt.
    const own = called === name ? { name } : { name, nickname: called };
    return { forms: replyForms({ ...own, others, greetings: [] }), machine: false };
  }
}

/** The names of all but one, the persona's first; by whatever name the prompt calls the persona, too. */
function othersOf({ members, persona, prefix }: SessionSnapshot, id: string): string[] {
  const others = members.filter((member) => member.id !== id);
  const names = others.map((member) => (member.kind === 'persona' ? persona.name : member.name));
  const first = others.findIndex(({ kind }) => kind === 'persona');
  const called = first < 0 ? [] : [calledUser(persona.name, prefix.language)];
  const ordered = first > 0 ? [names[first]!, ...names.filter((_, n) => n !== first)] : names;
  return [...new Set([...ordered, ...called])];
}
