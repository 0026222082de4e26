/** Names from other languages, written by sound: 克莱恩, 奥黛丽·霍尔. */

/** The characters that such names are written with. */
const SOUNDS =
  '阿埃艾爱安昂奥巴拜班邦保鲍贝本比彼别宾波伯勃博布查达戴丹道德登黛迪蒂丁杜顿多厄恩尔法凡菲费芬佛弗福富盖甘高戈格葛根古哈海汉赫黑亨华霍基吉加嘉贾杰捷金卡凯坎康考科柯克肯库奎拉莱兰朗劳勒雷黎里理历丽利莉连列林琳留龙卢鲁露路伦罗洛马玛迈麦曼梅门蒙孟米密明摩莫默姆穆纳娜奈南内尼妮涅宁纽努诺欧帕潘培佩彭蓬皮珀普奇契恰乔切琼萨塞桑沙莎山绍舍申圣史舒斯丝苏索塔泰坦汤唐特滕提廷图土托陀瓦万旺威韦维魏温翁沃乌武西希锡夏香歇辛欣雄休逊雅亚扬耶叶伊因英尤约扎詹哲珍芝兹滋佐坚治森林赛瑟思顿瑞若茜莱奇尔图夫茨蕾芙娃薇萝妲莲谢';
const BY_SOUND = new RegExp(`^[${SOUNDS}·]{3,16}$`, 'u');
const RUN = new RegExp(`^[${SOUNDS}·]{0,16}大?`, 'u');
/** Two parts of a name, or more, with a dot between them. */
const DOTTED = new RegExp(`[${SOUNDS}]{1,8}大?(?:·[${SOUNDS}]{1,8}大?)+`, 'gu');

/** Whether a name sounds like one from another language. Many Chinese names of three characters do, too. */
export function soundsForeign(name: string): boolean {
  return BY_SOUND.test(name.replace(/大$/u, ''));
}

/** How long the beginning of a clause is that may be such a name; a name may end before it does. */
export function foreignRun(clause: string): number {
  return RUN.exec(clause)![0].length;
}

/**
 * Names with a dot between their parts, with how often a text uses each. What stands around one may be written with such
 * characters, too: the shortest that is used most is the name.
 */
export function dottedNames(text: string): Map<string, number> {
  const found = new Map<string, number>();
  if (!text.includes('·')) return found;
  for (const [name] of text.matchAll(DOTTED)) found.set(name, (found.get(name) ?? 0) + 1);
  for (const [name, times] of [...found]) {
    for (const [other, often] of found)
      if (other !== name && name.includes(other) && often >= times) found.delete(name);
  }
  return found;
}

/** The parts of a name with dots, or none. */
export function partsOf(name: string): string[] {
  const parts = name.split('·');
  return parts.length > 1 ? parts : [];
}
