import { describe, expect, it } from '@jest/globals';
import { budgetDraft, budgetOf } from './budget-draft.js';

describe('limits as they are typed', () => {
  it('come back as they were stored', () => {
    const budget = { perDay: { requests: 0, money: 1.5 }, perImport: { tokens: 300_000 } };
    expect(budgetOf(budgetDraft(budget))).toEqual({ budget, errors: {} });
    expect(budgetOf(budgetDraft({}))).toEqual({ budget: {}, errors: {} });
  });

  it('are read with separators, and refused where they are none', () => {
    const typed = {
      ...budgetDraft({}),
      'perDay.tokens': '1,200 000',
      'perDay.money': '0,50',
      'perMonth.requests': '2.5',
      'perMonth.money': '-1',
      'perImport.tokens': 'many',
    };
    expect(budgetOf(typed)).toEqual({
      budget: { perDay: { tokens: 1_200_000, money: 0.5 } },
      errors: { 'perMonth.requests': 'limit', 'perMonth.money': 'limit', 'perImport.tokens': 'limit' },
    });
  });
});
