export const model = {
  label: 'The model',
  /** After the model's name. */
  window: (tokens: string, from?: string) => `, a window of ${tokens} tokens${from ? ` (${from})` : ''}`,
  from: {
    configured: 'as configured',
    server: 'as its server says',
    table: 'as known for this model',
    default: 'assumed',
  },
  understudyTitle: 'No language model is connected',
  understudy:
    'The understudy is standing in. It is a small program, not a language model: it answers only with lines from the text it was sent.',
  connect: 'How to connect one',
  connectHow:
    'Stop the server and start it with the address, the key and the name of a model. Any server that speaks OpenAI’s protocol will do, one on your own computer too.',
  understudyShort: 'understudy, not a language model',
};
