import type { Words } from './en.js';

/** What is said where a cast and a sheet are looked over. */
export const reviewZh: Words['review'] = {
  talks: '谁和谁说话',
  talksHint: '圆点越大，话越多；线越粗，两人之间说得越多。',
  pair: (a, b, times) => `${a}与${b}：${times}`,
  questions: '指的是谁？',
  questionsHint: '这些称呼可能指不同的人。请说明指谁，或先不管。',
  whoIs: (name) => `“${name}”是`,
  leaveOpen: '先不管',
  moreQuestions: (n) => `还有 ${n} 个`,
  isOne: (name, into) => `${name}就是${into}。`,
  takeBack: '撤回',
  same: '这些是同一个人',
  changes: '改了什么',
  changesOf: (version, before) => `第 ${before} 版到第 ${version} 版改了什么`,
  added: '新增',
  removed: '删去',
  reworded: '改写',
  moved: '原在',
  cited: '出处有变',
  noChanges: '读得到的内容没有变化。',
  whole: '看整个版本',
  disputed: '另有一说：',
  joinNext: '与下一条合并',
};
