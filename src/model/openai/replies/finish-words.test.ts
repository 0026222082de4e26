import { describe, expect, it } from '@jest/globals';
import { finishOf } from './finish-words.js';

describe('a server’s word for the end of a reply', () => {
  it.each([
    ['stop', ['stop', 'STOP', 'end_turn', 'stop_sequence', 'eos', 'tool_calls', 'a new word', '']],
    ['length', ['length', 'max_tokens', 'MAX_TOKENS', 'model_length', 'max_output_tokens']],
    [
      'filtered',
      [
        'content_filter',
        'content_filtered',
        'SAFETY',
        'PROHIBITED_CONTENT',
        'BLOCKLIST',
        'SPII',
        'sensitive',
      ],
    ],
    ['refused', ['refusal']],
    ['broken', ['error', 'network_error', 'insufficient_system_resource', 'abort']],
  ])('means %s', (reason, words) => {
    expect(words.map(finishOf)).toEqual(words.map(() => reason));
  });
});
