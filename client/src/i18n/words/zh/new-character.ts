import type { Words } from '../en.js';

export const newCharacter: Words['newCharacter'] = {
  title: '想认识谁？',
  link: '链接',
  linkHint: '维基上某人的页面、一篇文章、一章小说。几个链接一行一个，合成一个人物。',
  linkLabel: '网页地址，一行一个',
  linkCount: (n) => `${n} 个链接，合在一起读`,
  tooManyLinks: (most) => `一次最多 ${most} 个链接`,
  linkSubmit: '开始读',
  files: '文件',
  filesHint:
    '整部小说也行：TXT、EPUB、MOBI、DOCX、PDF、HTML、Markdown、表格、剧本、字幕、人物设定、聊天记录，或装着它们的 ZIP。',
  drop: '把文件拖到这里，或',
  pick: '选择文件',
  text: '文字',
  textHint: '一个故事、一段设定，或你自己的笔记。',
  textLabel: '正文',
  textTitle: '标题',
  textSubmit: '开始读',
  card: '角色卡',
  cardHint: '别处来的角色卡：PNG、JSON、YAML、CHARX、BYAF，或装着多张卡的 ZIP。',
  cardPick: '选择角色卡',
  name: '想认识其中的谁？',
  nameHint: '留空则从找到的人里挑选。',
  optional: '可不填',
  sending: '正在发送…',
  dropAnywhere: '松手就开始读',
};
