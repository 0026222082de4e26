import { describe, expect, it } from '@jest/globals';
import { languageOf } from '../../text/search/language.js';
import { SAMPLES } from './samples.js';
import { CLAIM_PARTS } from '../../contracts/claim-parts.js';
import { sheetSchema } from '../../contracts/sheet.js';

describe('the samples', () => {
  it('are one in each language', () => {
    expect(SAMPLES.map(({ sheet }) => sheet.language)).toEqual(['en', 'zh']);
  });

  it.each(SAMPLES.map(({ name, sheet }) => [name, sheet] as const))('%s has a whole sheet', (name, sheet) => {
    expect(sheetSchema.parse(sheet)).toEqual(sheet);
    for (const part of CLAIM_PARTS) {
      expect(sheet[part].length).toBeGreaterThanOrEqual(3);
      for (const claim of sheet[part]) {
        expect(claim.kind).toBe('invented');
        expect(languageOf(claim.text)).toBe(sheet.language);
      }
    }
    const ids = CLAIM_PARTS.flatMap((part) => sheet[part]).map((claim) => claim.id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(sheet.identity[0]!.text).toContain(name);
    expect(sheet.greetings).toHaveLength(2);
    expect(sheet.scenario).toContain('{{user}}');
  });

  it.each([
    ['Nell Ardagh', ['birthday', 'age', 'brother', 'father', 'scar', 'favourite dish', 'job', 'cat']],
    ['温半回', ['生日', '岁', '弟弟', '师父', '疤', '最爱吃', '说书', '猫']],
  ])('%s has an answer to what a newcomer asks', (name, subjects) => {
    const { sheet } = SAMPLES.find((sample) => sample.name === name)!;
    const claims = [...sheet.identity, ...sheet.relationships].map((claim) => claim.text);
    for (const subject of subjects) expect(claims.filter((text) => text.includes(subject))).not.toEqual([]);
  });
});
