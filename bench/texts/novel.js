const BYTES = 1_000_000;

const ENGLISH = {
  names: ['Mr. Harrow', 'Eliza', 'Tom Pell', 'Mrs. Vane', 'Captain Orme', 'Lucy'],
  heading: (n) => `CHAPTER ${n}\n\n`,
  told: [
    'The coach had stood in the yard since noon, and no horse was to be had between there and the coast. ',
    'Rain ran down the panes; somewhere above, a door that nobody had shut knocked and knocked again. ',
    'It was the custom of the house to speak of money only on Sundays, and then in whispers. ',
  ],
  said: [
    'We cannot wait for the tide',
    'You never asked me',
    'There was a light on the hill',
    'Give me the letter',
  ],
  line: (name, said, n) =>
    [
      `“${said},” said ${name}. `,
      `${name} turned and cried, “${said}!” `,
      `“${said},” he murmured, “and soon.” `,
    ][n % 3],
};

const CHINESE = {
  names: ['林远山', '阿秀', '周先生', '沈如意', '老陈', '方小鱼'],
  heading: (n) => `第${n}章 渡口夜雨\n\n`,
  told: [
    '雨下了一整天，渡口的船都靠在岸边，没有一个人肯出去。',
    '院子里的灯还亮着，风把门吹得一开一合，谁也没有起身去关。',
    '这家人平日里从不谈钱，只在初一那天关起门来说上几句。',
  ],
  said: ['潮水不等人', '你从来没有问过我', '山上有一盏灯', '把信给我'],
  line: (name, said, n) =>
    [`“${said}。”${name}说道。`, `${name}转过身来，说：“${said}！”`, `“${said}，”他低声说，“要快。”`][n % 3],
};

/** A megabyte of a novel with chapters, names and talk; the same each time. */
export function novel(language) {
  const { names, heading, told, said, line } = language === 'zh' ? CHINESE : ENGLISH;
  const parts = [];
  let bytes = 0;
  const add = (text) => {
    parts.push(text);
    bytes += Buffer.byteLength(text);
  };
  // A small generator of numbers of its own, so that names and lines do not march in step.
  let state = 1;
  const pick = (list) => list[(state = (state * 48271) % 2147483647) % list.length];
  for (let n = 0; bytes < BYTES; n++) {
    if (n % 80 === 0) add(heading(n / 80 + 1));
    add(n % 2 ? line(pick(names), pick(said), n >> 1) + pick(told) : pick(told) + pick(told) + pick(told));
    add('\n\n');
  }
  return parts.join('');
}
