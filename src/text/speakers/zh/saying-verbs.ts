/** The words that a Chinese narrator puts around a line: verbs of saying, and how it is said. */

const words = (list: string): Set<string> => new Set(list.split(/\s+/).filter(Boolean));

/** Verbs of saying, and of thinking in words: what stands in marks after them is somebody's all the same. */
const SAY = words(`
  道 说 曰 云 问 答 叫 喊 嚷 骂 喝 吼 叹 讲 劝 催 应 唤 呼 斥 唱 念 嗔 啐 谓 想 叱 告 奏 禀 言 谏 诉
  说道 讲道 叫道 喊道 问道 答道 骂道 喝道 嚷道 叹道 念道 唱道 吼道 劝道 回道 称道 禀道 奏道 笑道 哭道 怒道 冷道 想道 应道 接道 续道 补道 斥道 祝道 谢道 告道
  说话 开口 开言 开腔 张口 接口 接话 接茬 插口 插话 插嘴 搭话 搭腔 答话 回话 发话 问话 喊话
  回答 答应 应答 回应 应声 解释 补充 吩咐 分付 嘱咐 叮嘱 嘱托 命令 下令 宣布 提醒 反驳 反问 追问 质问 询问 盘问 发问 打问
  嘟囔 嘟哝 嘟嚷 嘀咕 咕哝 咕噜 喃喃 呢喃 嗫嚅 支吾 吱唔 自语 自言自语 自言 自思 暗想 暗道 暗忖 念叨 唠叨 叨咕 默念 寻思 思忖 心想 沉吟
  哀求 恳求 请求 央求 央告 乞求 祈求 哀告 求饶 抗议 抱怨 埋怨 安慰 宽慰 劝慰 劝解 劝说 劝告 打劝 警告 威胁 恐吓 招呼 介绍 告诉 告知 诉说 倾诉
  吆喝 喊叫 叫喊 叫嚷 叫骂 呼喊 呼叫 惊叫 惊呼 尖叫 大叫 大喊 大呼 大喝 大吼 大嚷 大骂 高叫 高喊 高呼 怪叫 惨叫
  感叹 感慨 慨叹 叹息 赞叹 称赞 赞扬 夸奖 夸赞 惊叹 嘲笑 嘲讽 讥笑 讥讽 挖苦 讽刺 取笑 打趣 调侃 揶揄 笑骂 笑问 笑答 怒骂 怒吼 怒喝 怒斥
  咆哮 呵斥 训斥 斥责 斥骂 责备 责怪 责问 数落 教训 建议 提议 邀请 催促 催问 同意 承认 否认 辩解 辩白 争辩 分辩 保证 发誓 起誓 许诺
  汇报 报告 回报 回禀 禀报 禀告 启奏 启禀 回奏 祷告 纠正 强调 重复 附和 表示 断言 推测 猜测 哽咽 低语 耳语 打圆场 开玩笑`);

/** What only looks like a verb of saying. */
const NOT_SAID =
  /(?:[听据传小胡难按照虽若学休]|不用|不消|不必|没|再|可|就是|也就是|一般来|总的来)说$|[知味街巷隧轨渠霸厚人大小铁车通门王天轨航频同打]道$|[学请访慰疑顾提]问$|报答$|[理思梦幻]想$|[语寓]言$|[名号也就]叫$|[如白乌风]云$|[反效响适供对]应$/u;

/** How somebody says it: stands between who and the verb of saying. */
const MANNER = words(`
  便 又 忙 因 都 亦 遂 也 却 乃 只 才 再 即 皆 笑 哭 怒 叹 惊 喜 急 泣 羞 恼 嗔 骂 喝 微 冷 低 高 大 轻 连 故 竟 还 早 先 自 徐 俱 答 问 回 应 接 更 就 倒 终 方 转 反 复 前 进 谏 出 拜 告 劝 谢 忽 遥 密 私 潜 亲 入 见 闻 已 各 齐 将 起 悲 愁 惨 慌 恨 狠 猛 叫 喊 说 着 奏 报 禀 呼 唤 嚷 责 议 论 启 上奏 谢恩 佯 指 思 暗 大悦 入帐 仰天 掩面 伏地 施礼 打躬 作揖 唱喏 躬身施礼 大叱 叱
  连忙 急忙 慌忙 赶忙 赶紧 赶快 马上 立刻 立即 当即 随即 随后 随口 随声 顺口 一面 一边 一头 一手 一齐 一同 一起 同声 悄悄 偷偷 低声 小声 大声 轻声 高声 厉声 柔声 细声 朗声 沉声 冷声 颤声 哑声 齐声 失声 连声 扬声 放声
  微微 冷冷 淡淡 缓缓 慢慢 轻轻 徐徐 静静 默默 呵呵 哈哈 嘿嘿 嘻嘻 嗤嗤 咯咯 格格 吃吃 噗嗤 扑哧 哼哼 暗暗 忙忙 急急 匆匆 恨恨 悻悻 讷讷 幽幽 悠悠 嗤 哼
  不禁 不由得 不由 不觉 忍不住 禁不住 不得不 只得 只好 只管 只是 还是 也是 果然 果真 突然 忽然 猛然 陡然 蓦然 蓦地 猛地 忽地 终于 这才 方才 却又 便又 又是 也都 仍然 依然 继续 接着 跟着 已经 一直 一再 再三 再次 再度 再一次 第一个 首先
  冷笑 微笑 苦笑 陪笑 赔笑 含笑 大笑 嘻笑 嬉笑 狂笑 狞笑 干笑 讪笑 傻笑 奸笑 轻笑 失笑 浅笑 憨笑 娇笑 淡笑 笑嘻嘻 笑吟吟 笑呵呵 笑眯眯 笑盈盈 气冲冲 怒冲冲 气呼呼 恶狠狠 兴冲冲 慢吞吞 懒洋洋 羞答答 气愤愤
  大怒 大惊 大喜 大哭 大恸 大叫 大喝 大骂 大呼 大慌 大悟 痛哭 垂泪 流泪 落泪 含泪 挥泪 洒泪 流涕 垂涕 涕泣 泣 泪
  叹气 长叹 叹了口气 叹了一口气 叹口气 点头 摇头 摇手 摆手 点首 拍手 拍掌 鼓掌 抚掌 拱手 合掌 合十 叉手 躬身 欠身 起身 转身 回身 回头 转头 回首 抬头 低头 扭头 探头 皱眉 蹙眉 瞪眼 跺脚 顿足 跌足 抚须 捻须 拈须 挺身 厉叱 笑笑 一笑 淡淡一笑 微微一笑 冷冷一笑 冷哼 冷哼一声 大笑一声 长叹一声 叹一声 沉声 怔 愣 一愣 一怔 愣 呆 想 想想 顿了顿 沉默
  顿首 叩头 叩首 磕头 下拜 再拜 拜伏 拜谢 稽首 跪 跪下 泣告 泣拜 伏地 仰天 仰面 附耳 奋然 勃然 愤然 怫然 忿然 慨然 欣然 怃然 愕然 恍然 黯然 凄然 怡然 傲然 毅然 厉色 正色 变色 作色 失惊 失色 拍案 按剑 拔剑 谢罪 请罪 陪罪 赔罪 告罪
  心中 心里 心下 心内 暗自 自己 亲自 口中 口里 嘴里 口内 嘴上 故意 特意 有意 着急 生气 得意 高兴 害怕 诧异 惊讶 惊奇 奇怪 疑惑 吃惊 好奇 无奈 从旁 在旁 在一旁 在旁边 在一边 旁边 一旁 厉声 恭敬 殷勤 客气 急切 恳切 亲切 热切 激动 严肃 认真 平静 温和 温柔 小心 为难 含糊 兴奋 惊喜 愤怒 失望 难过 伤心 着慌 慌慌张张
  出班 出列 进言 进谏 出谓 入告 上前 近前 向前 上言 一见 见了 听了 听罢 听说 听见 闻言 闻得 闻之 见说 看了 看罢 览毕 览罢 看毕 读罢 在马上 马上 于马上 于船头`);

/** 便吩咐道: one verb of saying may stand before another. */
const AROUND: ReadonlySet<string> = new Set([...MANNER, ...[...SAY].filter((word) => word.length > 1)]);
const LONGEST_WORD = 5;

/** A clause without the words of `list` at its end, the longest first. */
function stripped(clause: string, list: ReadonlySet<string>, most: number): string {
  let rest = clause;
  for (let n = 0; n < most; n++) {
    const bare = /[地着了得]$/.test(rest) && rest.length > 1 ? rest.slice(0, -1) : rest;
    const length = longestEnd(bare, list);
    if (!length) break;
    rest = bare.slice(0, -length);
  }
  return rest;
}

function longestEnd(clause: string, list: ReadonlySet<string>): number {
  for (let length = Math.min(LONGEST_WORD, clause.length); length > 0; length--)
    if (list.has(clause.slice(-length))) return length;
  return 0;
}

/**
 * What stands in a clause before its words of saying and manner (宝玉 in 宝玉忙笑道, 宝玉对贾母 in 宝玉对贾母说), or null where
 * the clause does not end in saying.
 */
export function beforeSaying(clause: string): string | null {
  const bare = clause.replace(/(?:着|了|起来|开来|一声|几声|一句|几句|这样|这么|[他她]们?)+$/u, '');
  if (NOT_SAID.test(bare)) return null;
  const length = longestEnd(bare, SAY);
  return length ? stripped(bare.slice(0, -length), AROUND, 8) : null;
}

/** A clause of saying without its verb alone: 李进 of 李进说. */
export function beforeVerb(clause: string): string {
  return clause.slice(0, -longestEnd(clause, SAY) || clause.length);
}

const SAID_WITHIN = new RegExp(
  `(?<![听据传小胡难若虽])说(?![明法来不了])|(?<![知味街巷道霸人])道(?![路理德具歉贺谢])|(?<![学疑请访])问(?![题候])|喊|嚷|骂|言语|嘟囔|嘟哝|嘀咕|喃喃|嗫嚅|` +
    [...SAY].filter((word) => word.length > 1).join('|'),
  'u',
);

/** 还是没说话. */
const SILENT =
  /(?:没|不|别|无|未)(?:有|曾|再|敢|肯|能|会|想|愿|要)?(?:说|吭|言|开口|回答|答|问|出声|做声|作声|吱声)|不知道?.{0,3}[说答讲问]|[说答讲]不出/u;

/** Whether a clause tells that nothing is said. */
export function isSilent(clause: string): boolean {
  return SILENT.test(clause);
}

/** Whether something is said in a clause that may go on behind the verb (问他, 说着站了起来). */
export function hasSaying(clause: string): boolean {
  return SAID_WITHIN.test(clause) && !isSilent(clause);
}
