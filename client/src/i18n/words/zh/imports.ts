import type { Words } from '../en.js';

export const imports: Words['imports'] = {
  title: '导入',
  empty: '当前没有导入任务。',
  progress: (done, all) => `已完成 ${done}/${all}。`,
  counts: {
    taken: (n) => `已导入 ${n} 个`,
    twin: (n) => `${n} 个已存在`,
    skipped: (n) => `跳过 ${n} 个`,
    refused: (n) => `${n} 个无法读取`,
  },
  states: { waiting: '等待中', reading: '读取中…', twin: '已存在', skipped: '已跳过', refused: '未导入' },
  taken: { new: '新角色', kept: '新角色（保留两份）', replaced: '已替换' },
  isChat: '这是聊天记录，不是角色卡。请先与对应的角色开始对话，再到“对话详情”的“导入与导出”里导入聊天记录。',
  identical: '与现有角色完全相同：',
  sameName: '现有角色的另一版本：',
  twins: (n) => `有 ${n} 个角色已存在，怎么处理？`,
  answers: { keep: '保留两份', replace: '替换', skip: '跳过' },
  answersForAll: { keep: '全部保留', replace: '全部替换', skip: '全部跳过' },
  answerHints: {
    keep: '作为另一个角色导入。',
    replace: '这张卡成为最新版本，已有对话继续。',
    skip: '保持原样。',
  },
  stop: '停止',
  goOn: '继续',
  close: '关闭列表',
  retryAll: '全部重试',
  texts: (n) => `有 ${n} 个文件不是角色卡，要当作文本解析吗？`,
  readTexts: '当作文本解析',
  leaveTexts: '忽略',
};
