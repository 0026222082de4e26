import { Injectable } from '@nestjs/common';
import { librarySchema } from '../characters/library/library-query.js';
import { LibraryService } from '../characters/library/library.service.js';
import type { CharacterSummary } from '../contracts/character.js';
import type { ModelObject } from '../contracts/openai-api.js';
import { Problem } from '../contracts/problem.js';
import { storable } from '../text/encoding/storable.js';
import { truncate } from '../text/encoding/truncate.js';
import { idsOfModel, modelName } from './model-names.js';
import { OutsideSessionsRepository } from './outside-sessions.repository.js';

/** Of characters that are read at once. */
const PAGE = 200;

const modelOf = ({ id, name, createdAt }: CharacterSummary): ModelObject => ({
  id: modelName({ id, name }),
  object: 'model',
  created: Math.floor(Date.parse(createdAt) / 1000),
  owned_by: 'keepsake',
  name,
  character_id: id,
});

/** Characters as models. */
@Injectable()
export class CharacterModels {
  constructor(
    private readonly library: LibraryService,
    private readonly outside: OutsideSessionsRepository,
  ) {}

  /** All of an owner's, the newest first. */
  async list(ownerId: string): Promise<ModelObject[]> {
    const all: ModelObject[] = [];
    let before: string | undefined;
    do {
      const page = await this.library.list(
        ownerId,
        librarySchema.parse({ limit: PAGE, before, sort: 'created' }),
      );
      all.push(...page.items.map(modelOf));
      before = page.next;
    } while (before);
    return all;
  }

  /**
   * @param model a name of the list, one that the character had before, or its id
   * @throws Problem not_found
   */
  async find(ownerId: string, model: string): Promise<ModelObject> {
    return modelOf(await this.library.summary(ownerId, (await this.meant(ownerId, model)).id));
  }

  /**
   * The id of the character that a model is, and of its session that a client means by a key, or by its id.
   * @throws Problem not_found
   */
  async meant(
    ownerId: string,
    model: string,
    key: string | null = null,
  ): Promise<{ id: string; sessionId: string | null }> {
    const ids = idsOfModel(model);
    const found = ids ? await this.outside.characters(ownerId, ids, key === null ? null : storable(key)) : [];
    // Two whose ids begin alike are told apart by their names.
    const meant = found.find((one) => modelName(one) === model) ?? found[0];
    if (meant) return meant;
    throw new Problem(
      'not_found',
      `There is no model "${truncate(model, 100)}": ask for one that /v1/models lists.`,
      { param: 'model' },
    );
  }
}
