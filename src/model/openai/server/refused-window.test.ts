import { describe, expect, it } from '@jest/globals';
import { refusalOf } from './server-problem.js';
import { refusedWindow } from './refused-window.js';

describe('the window that a refusal names', () => {
  it.each([
    [
      "This model's maximum context length is 8192 tokens. However, your messages resulted in 9000 tokens.",
      8192,
    ],
    ["This model's maximum context length is 131,072 tokens.", 131_072],
    ['request (9000 tokens) exceeds the available context size (8192 tokens), try increasing it', 8192],
    ['the request exceeds the available context size. n_ctx: 8192', 8192],
    ['{"n_prompt_tokens":9000,"n_ctx":8192}', 8192],
    [
      'Trying to keep the first 6000 tokens when context the overflows. However, the model is loaded with context length of only 4096 tokens',
      4096,
    ],
    ['Invalid request: Your request exceeded model token limit: 8192 (requested: 9000)', 8192],
    ['prompt is too long: 210000 tokens > 200000 maximum', 200_000],
    ["This model's maximum prompt length is 131072 but the request contains 150000 tokens.", 131_072],
    ['The input token count (9000) exceeds the maximum number of tokens allowed (8192).', 8192],
    ['Please reduce the length of the messages or completion.', undefined],
    ['The maximum context length is 0 tokens.', undefined],
    ['maximum context length is 99999999999999 tokens', undefined],
  ])('%s', (message, window) => {
    expect(refusedWindow(message)).toBe(window);
  });

  it('is read where it stands beside the sentence', () => {
    const error = { code: 400, message: 'too long', type: 'exceed_context_size_error', n_ctx: 8192 };
    expect(refusalOf(400, JSON.stringify({ error })).window).toBe(8192);
  });
});
