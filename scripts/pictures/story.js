/** What is seen on the README's pictures: a short novel, what a model writes of it, and conversations. All our own. */

export const NOVEL = {
  name: 'The Weather Clerk.txt',
  text: `Chapter 1. The Glass

Ines Calloway had written down the weather of Port Ellery every morning for twenty-two years, and she had never once been asked for it.

“Falling,” said Ines Calloway, and she tapped the barometer with one knuckle. “It will rain on the regatta.”

“It always rains on the regatta,” said Tam Ruddock, who had come up from the pilot boat for his tea. “You might say so less gladly.”

“I am not glad,” said Ines Calloway. “I am accurate.”

She wore her grandfather’s oilskin, which reached to her boots, and a pencil behind each ear: one for what was so, and one for what she only thought.

Chapter 2. The Missing Page

The page for the ninth of March was gone from the ledger. It had been cut out along a ruler, neatly, by somebody who was sorry to do it.

“Nobody steals a Tuesday,” said Tam Ruddock.

“Somebody did,” said Ines Calloway. “The *Heron* went down on that Tuesday, and your father was at the wheel.”

Tam Ruddock turned his cup a quarter round on its saucer. He did that when he would rather not be looked at.

“Then the page would say that there was fog,” he said at last.

“The page said that there was none,” said Ines Calloway. “I wrote it.”

Chapter 3. The Lamp Room

She kept a copy. She kept a copy of everything, in the lamp room, in biscuit tins, because her mother had once lost a whole summer to damp.

“You never told me,” said Tam Ruddock.

“You never asked me what the weather was,” said Ines Calloway, and for the first time in his life he heard that she had minded.

She was afraid of only one thing, and that was a fair copy: whoever copies out a day, she said, tidies it.

Chapter 4. Set Fair

They read the page together, by the lamp, with the window open. There had been no fog. There had been a small boat without a light, and a man who turned the *Heron* on to the rocks sooner than run it down.

“Write that,” said Tam Ruddock.

“I did,” said Ines Calloway. “I will write it again, with the other pencil. The one for what is so.”
`,
};

export const HEROINE = 'Ines Calloway';

/** Part, statement, kind, quotation; whom it is about, where that is somebody else. */
export const CLAIMS = [
  [
    'identity',
    'Ines Calloway has kept the weather ledger of Port Ellery every morning for twenty-two years.',
    'stated',
    'had written down the weather of Port Ellery every morning for twenty-two years',
  ],
  [
    'identity',
    'She wears her grandfather’s oilskin, and a pencil behind each ear: one for what is so, one for what she only thinks.',
    'stated',
    'a pencil behind each ear: one for what was so, and one for what she only thought',
  ],
  ['voice', 'She is exact where others would be kind, and dry about it.', 'inferred', 'I am accurate.'],
  [
    'drives',
    'She keeps a copy of every day in biscuit tins in the lamp room, so that none is lost again.',
    'stated',
    'She kept a copy of everything, in the lamp room, in biscuit tins',
  ],
  [
    'drives',
    'She is afraid of a fair copy, because whoever copies out a day tidies it.',
    'stated',
    'whoever copies out a day, she said, tidies it',
  ],
  [
    'relationships',
    'He comes up from the pilot boat for his tea. She minds that he never asked her for the weather.',
    'inferred',
    'You never asked me what the weather was',
    'Tam Ruddock',
  ],
  [
    'timeline',
    'The page for the ninth of March, the day the Heron went down, was cut from the ledger.',
    'stated',
    'The page for the ninth of March was gone from the ledger.',
  ],
  [
    'timeline',
    'She and Tam read her copy by the lamp: there had been no fog.',
    'stated',
    'They read the page together, by the lamp, with the window open.',
  ],
  ['world', 'It always rains on the Port Ellery regatta.', 'stated', 'It always rains on the regatta'],
];

export const SCENARIO = 'The lamp room above the harbour of Port Ellery, an hour before the morning reading.';
export const GREETING =
  '*She does not turn round.* “Mind the tins. You are standing on the whole of nineteen ninety-one.”';

/** What was said before, question and answer in turn. */
export const TALK = [
  'Is that every day since you began?',
  '*She looks along the shelf as though counting.* “Every day but one. And that one I have twice.”\n\nShe lifts a lid, and the smell of ginger and old paper comes up.',
  'I brought you something. My grandmother’s barometer, from Saint Brannock. It has been stuck at *Stormy* since she died.',
  '“Then it is right twice a year, which is better than the harbour master.” *She takes it in both hands.* “It is not broken. It is only holding its breath.”',
  'Can you mend it?',
  '*One knuckle, very lightly, on the glass. The needle does not move.* “Leave it by the window. I shall write it down each morning until it changes its mind.”',
];

export const QUESTIONS = [
  'I am back from the islands. What did I leave with you, that last evening?',
  'And what does it say this morning?',
];
export const REPLIES = [
  '“Your grandmother’s barometer, from Saint Brannock.” *She answers before you have shut the door.* “Stuck at *Stormy*. I have had it by the window.”\n\nShe turns the ledger round so that you can read it. There is a column that was not there before, in the **first** pencil, the one for what is so:\n\n- *Monday.* Stormy. Sky clear.\n- *Tuesday.* Stormy. Sky clear.\n- *Wednesday.* Stormy. It rained, a little, to be polite.',
  '*She taps the glass with one knuckle, and for once the needle gives.* “*Change*,” she reads, and reaches for the other pencil, and then does not use it.\n\n“I thought that you would like to be here for it.”',
];

/** Others in the library: name, what they are in a line, language, tags; what was said with them, where something was. */
export const OTHERS = [
  [
    'Corporal Teasel',
    'Guards a bridge that nobody has crossed since the treaty.',
    'en',
    ['fantasy', 'comedy'],
  ],
  ['Dr Oduya', 'Listens to old radio masts, and to whoever comes along.', 'en', ['science fiction']],
  ['Marguerite Vane', 'Forges letters, and only ever kind ones.', 'en', ['mystery']],
  [
    '渡边夏子',
    '在末班车上替人保管秘密的列车员。',
    'zh',
    ['都市', '治愈'],
    ['末班车还有几站？', '“还有三站。秘密说到一半也没关系，我替你记着。”'],
  ],
  [
    'The Night Librarian',
    'Knows which book you did not finish.',
    'en',
    ['cosy'],
    ['Which one was it, then?', '“The blue one. You stopped on page ninety, and so did the rain.”'],
  ],
];

export const CHINESE = {
  name: '苏晚舟',
  line: '临江镇最后一位灯笼匠，替远行的人点灯。',
  scenario: '江边的灯笼铺，入夜，雨刚停。',
  greeting: '*她把竹篾搁下，抬头看了你一眼。*“雨停了才来，倒是会挑时候。坐吧，茶还热着。”',
  talk: [
    '上次托你做的那盏灯，还记得吗？',
    '“记得。桐油纸，六角，要照得见台阶。”*她从梁上取下一盏蒙着布的灯。*“你说是给你父亲的，他夜里眼神不好。”',
    '他今年春天走了。',
    '*她的手停了停，没有把布揭开。*“那这盏灯先不卖。”\n\n“我替你点着。哪天你想回家看看，远远地就能认出门来。”',
  ],
  question: '谢谢你。今晚能让我看看它吗？',
  reply:
    '*她点点头，揭开布，把灯挂到门外的钩子上。*\n\n火苗跳了两下才站稳，六面纸上慢慢亮起一级一级的**台阶**。\n\n“我照你说的画的，”*她轻声说*，“从巷口到门槛，一共十一级。你数数，少了哪一级，我再补。”',
};
