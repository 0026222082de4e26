import type { Words } from '../en.js';

/** How the page looks, and a sample to see it by. */
export const appearance: Words['appearance'] = {
  hint: '只用于这个浏览器。',
  accent: '强调色',
  accents: { wax: '朱红', indigo: '靛蓝', moss: '苔绿', plum: '绛紫', umber: '赭石' },
  textSize: '字号',
  textSizes: { tiny: '特小', small: '小', medium: '标准', large: '大', huge: '特大' },
  letter: '字',
  latinFont: '西文字体',
  latinFonts: { serif: '衬线', sans: '无衬线', system: '系统' },
  chineseFont: '中文字体',
  chineseFonts: { song: '宋体', hei: '黑体', kai: '楷体' },
  sample: {
    title: '预览',
    name: '沈青',
    theirs:
      '*她把茶盏轻轻放下，没有一点声响。*“你回来了。靠窗的位子，我一直给你留着。”\n\n雨顺着窗棂往下淌，一时谁也没有说话。',
    mine: '“说好了要回来的。”*我把外衣搭在椅背上。*',
  },
  pictures: '消息里的图片',
  picturesShow: '显示图片',
  picturesHint: '消息里链接的图片由你的服务器下载。对方网站看到的是服务器的地址，不是你的浏览器。',
};
