import type { Words } from '../en.js';

export const picture: Words['picture'] = {
  change: '更换图片',
  changeOf: (name) => `更换${name}的图片`,
  add: '添加图片',
  title: '图片',
  drop: '把图片拖到这里，或',
  pick: '选择图片',
  kinds: '支持 PNG、JPEG、WebP、GIF、AVIF，最大 5000 万像素。',
  cropHint: '拖动调整位置，也可使用方向键。',
  zoom: '缩放',
  turn: '旋转',
  another: '换一张',
  use: '使用图片',
  remove: '移除图片',
};
