import { Injectable } from '@nestjs/common';
import type { Sheet } from '../characters/sheet.js';
import { Model } from '../model/model.js';
import { estimateTokens } from '../text/tokens.js';
import { extractSheet } from './extractive-sheet.js';
import type { Reading } from './reading.js';
import { instructionsFor, materialFor, verify, writtenSchema } from './written-sheet.js';

/** Writes a sheet: by the model where there is one, else from the text alone. */
@Injectable()
export class SheetWriter {
  constructor(private readonly model: Model) {}

  async write(
    name: string,
    readings: readonly Reading[],
    tell: (message: string) => Promise<void>,
    signal: AbortSignal,
  ): Promise<Sheet> {
    const card = await this.model.card();
    if (!card.isLanguageModel) {
      await tell(name);
      return extractSheet(name, readings);
    }
    const instructions = instructionsFor(name, readings[0]?.language ?? 'en');
    // Half of the window: estimates may be off, and schema and answer need their room.
    const room = Math.floor(card.window / 2) - estimateTokens(instructions) - 1000;
    const material = materialFor(name, readings, Math.max(room, 1000));
    await tell(material.whole ? name : `${name}: ${material.given} / ${material.named}`);
    const { value } = await this.model.fill({
      instructions,
      material: material.text,
      schema: writtenSchema,
      name: 'worldview_sheet',
      signal,
    });
    return verify(value, readings).sheet;
  }
}
