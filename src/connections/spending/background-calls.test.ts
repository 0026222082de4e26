import { describe, expect, it } from '@jest/globals';
import type { SpendingBudget } from '../../contracts/spending.js';
import { Embedder } from '../../model/openai/embeddings/embedder.js';
import type { Vectors } from '../../model/openai/embeddings/vectors-answer.js';
import { estimateTokens } from '../../text/search/tokens.js';
import type { ConnectedEmbedder, ConnectedModels } from '../connected-models.js';
import { BackgroundCalls, BudgetReached } from './background-calls.js';
import { reachedLimit } from './limits.js';
import type { SpendingRepository, Spent } from './spending.repository.js';

const PRICE = { input: 20, cachedInput: 20, output: 0 };
const TEXTS = ['The ferry was late.', '灯塔今晚没有亮。'];
const EXPECTED = TEXTS.reduce((sum, text) => sum + estimateTokens(text), 0);
const signal = new AbortController().signal;
const of = { ownerId: 'o', sessionId: 's' };

/** A ledger that holds what is asked against a budget of the day, as the database does. */
class Ledger {
  spent: Spent = { requests: 0, tokensIn: 0, tokensCached: 0, tokensOut: 0, cost: null };

  constructor(private readonly budget: SpendingBudget) {}

  async reserve(place: unknown, more: Spent) {
    const amount = ({ requests, tokensIn, tokensOut, cost }: Spent) => ({
      requests,
      tokens: tokensIn + tokensOut,
      money: cost ?? 0,
    });
    const perDay = amount(this.spent);
    const spent = { perDay, perMonth: perDay, perImport: perDay };
    const reached = reachedLimit(this.budget, spent, amount(more), new Date());
    if (!reached) await this.add(place, more);
    return reached;
  }

  async add(_: unknown, more: Spent) {
    for (const what of ['requests', 'tokensIn', 'tokensCached', 'tokensOut'] as const)
      this.spent[what] += more[what];
    if (more.cost !== null) this.spent.cost = (this.spent.cost ?? 0) + more.cost;
  }
}

/** @param answers of the embedder's server, in turn: tokens that it tells of, or a failure */
function begin(
  budget: SpendingBudget,
  answers: (number | null | Error)[],
  price = PRICE as typeof PRICE | null,
) {
  const ledger = new Ledger(budget);
  let sent = 0;
  const embedder = {
    next: (texts: readonly string[]) => texts,
    some: async (
      texts: readonly string[],
      ...[, , tried]: [unknown, unknown, (tokens: number | null) => void]
    ): Promise<Vectors> => {
      const tokens = answers[sent++]!;
      tried(tokens instanceof Error ? 0 : tokens);
      if (tokens instanceof Error) throw tokens;
      return { vectors: texts.map(() => new Float32Array(8)), tokens };
    },
  } as unknown as Embedder;
  const connected: ConnectedEmbedder = { embedder, connection: { id: 'c', name: 'C' }, price };
  const calls = new BackgroundCalls({} as ConnectedModels, ledger as unknown as SpendingRepository);
  return {
    ledger,
    ask: () => calls.embed(connected, of, TEXTS, 'passage', signal),
    requests: () => sent,
  };
}

describe('what vectors cost', () => {
  it('is counted as money by what the server tells, and else by what was expected', async () => {
    const { ledger, ask } = begin({}, [1000, null]);
    await ask();
    expect(ledger.spent).toMatchObject({ requests: 1, tokensIn: 1000, tokensOut: 0 });
    expect(ledger.spent.cost).toBeCloseTo(0.02, 12);
    await ask();
    expect(ledger.spent).toMatchObject({ requests: 2, tokensIn: 1000 + EXPECTED });
    expect(ledger.spent.cost).toBeCloseTo(0.02 + (EXPECTED * 20) / 1e6, 12);
  });

  it('is held against a limit in money before anything is sent', async () => {
    const { ledger, ask, requests } = begin({ perDay: { money: 0.02 } }, [1000, 1000]);
    await ask();
    const { spent } = structuredClone({ spent: ledger.spent });
    await expect(ask()).rejects.toThrow(BudgetReached);
    await expect(ask()).rejects.toMatchObject({ reached: { what: 'money', period: 'perDay', limit: 0.02 } });
    expect(requests()).toBe(1);
    expect(ledger.spent).toEqual(spent);
  });

  it('is no money where a request failed, which counts as one', async () => {
    const { ledger, ask } = begin({}, [new Error('refused')]);
    await expect(ask()).rejects.toThrow('refused');
    expect(ledger.spent).toMatchObject({ requests: 1, tokensIn: 0 });
    expect(ledger.spent.cost).toBeCloseTo(0, 12);
  });

  it('is not known without a price, and no limit in money holds it', async () => {
    const { ledger, ask } = begin({ perDay: { money: 0 } }, [1000], null);
    await ask();
    expect(ledger.spent).toMatchObject({ tokensIn: 1000, cost: null });
  });
});
