export const source = {
  title: 'The source itself',
  upTo: 'They know the story up to',
  whole: 'its end',
  beginAt: 'Begin at a point in the story',
  beginHint: 'Nothing from later is known there: not to the sheet, not to the source.',
  begin: 'Begin there',
  standsAt: (title: string) => `This conversation stands at the end of “${title}”.`,
  pin: 'Send the source word for word',
  pinAuto: 'when it takes less than half of the window',
  pinOn: 'whenever it fits',
  pinOff: 'never',
  pinHint: 'It leaves before any message does, and what was sent says whether it was there.',
  sent: 'It is sent, word for word.',
  notSent: {
    no_source: 'It is not sent: this character comes from no text.',
    never: 'It is not sent whole. Passages that fit what is said are looked up each turn.',
    made_room:
      'It has left to make room for messages. Passages that fit what is said are looked up each turn.',
    folded:
      'It is not sent by itself once messages are folded. Passages that fit what is said are looked up each turn.',
    too_long:
      'It is not sent whole: it takes too much of the window. Passages that fit what is said are looked up each turn.',
  },
  takes: (estimate: string) => `Writing takes ${estimate}.`,
  atMost: 'Tokens at most',
  noLimit: 'no limit',
  paid: 'This was written before and costs nothing.',
  partlyPaid: (parts: string) => `${parts} part${parts === '1' ? ' was' : 's were'} written before.`,
};
