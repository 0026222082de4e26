import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import type { CharacterTwin, CharacterView, OnTwin } from '../contracts/character.js';
import { Problem } from '../contracts/problem.js';
import { CardThread } from './cards/card-thread.js';
import type { ReadyCard, ReadyCards, UploadedCard } from './cards/card-work.js';
import { CharactersService } from './characters.service.js';
import { ImportReport } from './imports/import-report.js';
import { TwinsRepository } from './twins.repository.js';

type Outcome = 'new' | 'kept' | 'replaced' | 'skipped' | 'asked';

/** What became of one card. */
interface Taken {
  /** The character's, or the twin's where nothing was taken in. */
  id: string;
  name: string;
  outcome: Outcome;
  twin: CharacterTwin | null;
}

const DONE: Record<OnTwin, Outcome> = { keep: 'kept', replace: 'replaced', skip: 'skipped', ask: 'asked' };

/** Takes in the cards of files, and knows those that are there already. */
@Injectable()
export class CardImports {
  constructor(
    @InjectDataSource() private readonly database: DataSource,
    private readonly thread: CardThread,
    private readonly characters: CharactersService,
    private readonly twins: TwinsRepository,
  ) {}

  /**
   * @returns the first character of the file, with what became of its card and the others
   * @throws Problem character_exists where it is to be asked and nothing was new; as `readCards` does
   */
  async take(ownerId: string, file: UploadedCard, onTwin: OnTwin): Promise<CharacterView> {
    const taken: Taken[] = [];
    const report: string[] = [];
    for (let from: number | null = 0; from !== null;) {
      const read: ReadyCards = await this.thread.call('readCards', file, from);
      report.push(...read.report);
      for (const card of read.cards) {
        const one = await this.takeOne(ownerId, card, onTwin);
        const isFirst = !taken.some(isIn);
        taken.push(one);
        if (isFirst && isIn(one)) report.unshift(...card.report);
      }
      from = read.next;
    }
    const first = taken.find(isIn) ?? taken[0];
    if (!first) throw new Problem('card_unreadable', 'There is no character card in this archive.');
    if (first.outcome === 'asked') throw exists(first.twin!);
    const others = taken.filter((one) => one !== first);
    const out = new ImportReport(file.language);
    for (const { name } of others.filter((one) => !isIn(one)))
      out.add(`“${name}” is here already, and was left out.`, `“${name}”已经在了，没有再导入。`);
    const { id, twin, outcome } = first;
    return {
      ...(await this.characters.view(ownerId, id)),
      report: [...report, ...out.lines],
      ...(others.some(isIn) && {
        others: others.filter(isIn).map((one) => ({ id: one.id, name: one.name })),
      }),
      ...(twin && outcome !== 'new' && { twin: { ...twin, outcome } }),
    };
  }

  private takeOne(ownerId: string, ready: ReadyCard, onTwin: OnTwin): Promise<Taken> {
    const { report: _, texts: importReport, creator, ...card } = ready;
    const picture = card.avatar ? createHash('sha256').update(card.avatar.bytes).digest() : null;
    const read = { ...card, importReport, cause: 'import' as const };
    return this.database.transaction(async (manager) => {
      await this.twins.lock(manager, ownerId);
      const { name } = card;
      const twin = await this.twins.find(manager, ownerId, { name, creator, card: card.card, picture });
      if (!twin || onTwin === 'keep') {
        const id = await this.characters.create(ownerId, read, manager);
        return { id, name, twin, outcome: twin ? 'kept' : 'new' };
      }
      if (onTwin === 'replace') await this.characters.replace(ownerId, twin.id, read, manager);
      return { id: twin.id, name, twin, outcome: DONE[onTwin] };
    });
  }
}

const isIn = ({ outcome }: Taken) => outcome !== 'skipped' && outcome !== 'asked';

const exists = (twin: CharacterTwin) =>
  new Problem(
    'character_exists',
    `“${twin.name}” is here already. Say with onTwin whether to keep both, to replace it, or to skip the card.`,
    { twin },
  );
