import { surnameLength } from './surnames.js';

/** Words that stand where a name might and are none. */

const words = (list: string): ReadonlySet<string> => new Set(list.split(/\s+/).filter(Boolean));

/** People called by what they are: several may be called so, so that none of them has it for a name. */
const ROLES = words(`
  大家 有人 人人 来人 本人 主人 客人 工人 军人 女人 男人 老人 老人家 土人 家人 下人 仆人 众人 旁人 别人 路人 行人 猎人 商人 诗人 敌人 好人 坏人 恶人 仙人 夫人 中年人 年轻人 少年 少女 青年 姑娘 小姑娘 女子 男子 汉子 大汉 壮汉 妇人 老妇 少妇 美妇 孩子 小孩 孩儿 婴儿
  二门 公公 小怪 老母 婆子 老婆 媳妇子 老婆子 婆婆 丫头 丫鬟 丫环 小丫头 小厮 小子 小的 奴才 老者 老翁 老叟 老头 老头儿 老头子 老汉 老太婆 老太太 老婆婆 老妪 老妈妈 老妈子 妈妈 爸爸 父亲 母亲 同事 同伙 助手 徒儿 邻居 房客 城主 宗主 族长 执事 店主 船长 探长 警官 管家 学弟 学妹 学长 学姐 妹子 大夫 弟子 女友 男友 未婚妻 未婚夫 岳父 岳母 公公 舅父 姑父 姨父 保镖 车夫 仆从 女仆 男仆 侍从 骑士 神父 主教 牧师 修女 伯爵 公爵 男爵 子爵 侯爵 爹爹 阿爹 阿妈 爷爷 奶奶 哥哥 姐姐 弟弟 妹妹 兄弟 姐妹 姊妹 兄长 贤弟 嫂子 嫂嫂 叔叔 伯伯 大爷
  舅舅 舅母 姑姑 姑妈 姨妈 婶子 婶婶 儿子 女儿 丈夫 妻子 老伴 老伴儿 媳妇 儿媳 新郎 新娘 太太 老爷 少爷 小姐 公子 先生 师傅 师父 师娘 师兄 师弟 师姐 师妹 徒弟 徒儿 弟子 老师 同学 学生 医生 大夫 护士 警察 司机 记者 编辑 老板 老板娘 经理 秘书 主任 局长 教授 校长 院长 处长 科长 厂长
  部长 区长 队长 班长 组长 连长 营长 团长 师长 县长 乡长 镇长 村长 市长 省长 书记 总理 副总理 信贷员 服务员 售货员 乘务员 队员 店员 参谋 警卫 将军 元帅 丞相 太师 太尉 太傅 太守 刺史 县令 知县 知府 县尉 都尉 校尉 大人 陛下 皇上 皇帝 天子 国王 王子 太子 公主 郡主 皇后 太后 贵妃 娘娘 大王 魔王 妖王 驸马 国丈 国师
  宫女 宫娥 太监 内侍 近侍 近臣 侍臣 侍女 侍者 侍卫 护卫 亲兵 家丁 家将 庄客 庄主 庄丁 员外 财主 秀才 举人 书生 樵夫 樵子 渔翁 渔夫 猎户 牧童 农夫 船家 艄公 艄子 店家 店主 店小二 小二 老儿 小儿 老嬷嬷 小丫头子 老丫头 小丫鬟 小太监 小内监 女尼 尼僧 仙姑 弓箭手 宦官 黄门 黄门官 解粮官 管家婆 庖人 洞主 女儿家 二童 十王 伙计 掌柜 门子 门吏 门官 门公 门人 老僧 小僧 僧官 僧人 和尚 老和尚 小和尚 道士 小道士 道人 姑子 尼姑 院主 童子 小童 道童 仙童 仙女 童儿 女童
  妖精 妖怪 妖魔 妖邪 妖道 妖僧 老妖 小妖 女妖 怪物 老怪 老魔 小魔 女怪 鬼王 鬼使 小鬼 判官 土地 土地神 山神 城隍 功曹 星官 天兵 天将 神将 神兵 先锋 驿丞 郡侯 寡妇 隐者 隐士 壮士 勇士 义士 刺客 细作 哨马 探马 探子 哨探 流星马 使者 使臣 来使 差人 差役 公差 衙役 禁子 狱卒 小校 小卒 军士 士卒 士兵 军校 军吏 从人 从者 从事 随从 部将 副将 偏将 裨将 番将 蛮将 大将 上将 主将 守将 谋士 幕僚 长史 主簿 参军 百姓 乡民 乡老 父老 老军 老兵 老卒 更夫 谋主 部下 都督 大都督 中郎将 侍中 侍郎 尚书 尚书令 仆射 御史 御史中丞 大夫 中大夫 谏议大夫 太常 廷尉 郎中 郎中令 令史 别驾 治中 祭酒 掾 督邮 督军 监军 护军 领军 牙将 骁将 猛将 健将 战将 小将 老将 亲弟 族弟 族兄 胞弟 堂弟 表弟 表哥 表妹 妹夫 姐夫 女婿 外甥 侄儿 侄子 侄女 孙子 孙女 长子 次子 三子 幼子 长女 次女 大哥 二哥 大姐 二姐 医者 医官 太医 卜者 相士
  内中 侍婢 婶娘 书办 贼徒 处士 锦衣官 老尼 对方 朋友 伙伴 同伴 陌生人 家伙 东西 畜生 客官 贵客 来客 宾客 邻居 亲戚 老乡 房东 保姆 佣人 管家 管事 账房 长老们 黑衣人 白衣人 蒙面人 高个子 壮汉们 年轻 中年 文武 左右 群臣 百官 诸将 众将 诸官 众官 诸公 诸侯 众卿 群雄 诸位 列位 各位 二将 三将 四将 二公 二子 三子`);

/** How, when, where, what is said, and what one does while saying it. */
const OTHERS = words(`
  声音 语气 口气 话音 话语 喉咙 心情 脸色 面色 眼睛 目光 眼神 嘴唇 嘴角 眉头 泪水 眼泪 脑袋 身子 身体 心中 心里 心内 心下 心头 口中 口里 嘴里 眼里 眼中 手里 手中 脸上 面上 头上 身上
  这里 那里 这边 那边 那壁厢 里面 外面 外边 里边 上面 下面 旁边 面前 身边 身后 背后 门外 门口 屋里 屋外 窗外 席间 席上 座上 座中 帐中 帐下 阶下 殿下 马上 路上 马前 阵前 阵上 城上 城下 楼上 楼下 空中 天上 地上 山上
  今日 今天 明天 明日 昨天 昨日 次日 当日 当时 当晚 当下 此时 此刻 这时 那时 一时 一会 一日 一天 晚上 早上 早晨 中午 下午 上午 夜里 半夜 半晌 良久 片刻 后来 平时 平日 往日 时候 时间 后人 古人 前人 世人 时人 史官 俗语 俗话 常言 古语 古诗 古云 语云 有诗 诗 词 歌 赋 书 信 表 诏 旨 檄文 檄 书略 其略 略 诗曰 童谣 谣言 谚 偈 颂 赞 题
  越发 愈发 幸喜 次后 假作 只管 方才 刚才 适才 却才 才刚 多官 外头 勉强 口内 自古 须臾 少顷 何人 何故 何以 何必 何处 何事 何物 何时 何不 向后 向来 向日 和气 于今 前言 光禄 尚书 安民 须臾间 刚要 方欲 幸勿 山背后 成日家 双泪 众口 如何 怎么 怎样 什么 甚么 为何 何故 如此 这样 那样 这般 于是 然后 接着 因此 因而 所以 但是 可是 不过 然而 虽然 如果 要是 只要 只有 只是 只见 忽见 忽听 原来 果然 果真 自然 当然 其实 正是 就是 也是 还是 又是 不是 可不 只得 只好 许多 应该 可能 可以 已经 曾经 经过 通过 直接 强迫 终于 终究 毕竟 究竟 到底 万一 万万 常常 时常 往往 渐渐 逐渐 十分 非常 特别 尤其 极其 尽管 即使 仿佛 好像 好象 似乎 简直 几乎 差点 顿时 登时 霎时 立时 随着 按照 根据 关于 对于 由于 为了 除了 作为 成为 认为 以为 觉得 感到 显得
  一直 一向 一面 一边 一头 一手 一齐 一声 几声 一句 两句 一阵 一番 一笑 一想 一惊 一愣 一怔 再三 百般 故意 特意 亲自 暗暗 暗自 悄悄 偷偷 慢慢 缓缓 轻轻 微微 淡淡 冷冷 连声 高声 高声大 大声 低声 厉声 齐声 同声 失声 放声 应声 满脸 满面 满心 双手 双目 双眼
  大叫 大喊 大喝 大呼 大骂 大怒 大喜 大惊 大笑 大哭 大恸 大悟 冷笑 微笑 苦笑 含笑 陪笑 点头 摇头 摆手 拱手 合掌 叩头 磕头 叩首 顿首 回头 转身 起身 低头 抬头 顿足 跌足 拍手 拍案 沉吟 叹息 长叹 流泪 垂泪 痛哭 说毕 说罢 说完 言毕 言讫 言罢 连忙 急忙 慌忙 赶忙 赶紧 突然 忽然 猛然 恍然 欣然 慨然 勃然 愕然 传令 下令 回报 来报 入报 人报 飞报 急报 报道 传旨 降旨 领旨 奉旨 谢恩 谢罪 请罪 应诺 领命 接应 回顾 回顾左右 开口 开言 回话 答话 发话 插话 止之 谏止 称善 称谢 拜谢 拜辞 告辞 辞别 相劝 商议 计议 问计 定计 献计 进计 附耳 密议 上表 上疏 上书 作书 修书 具表 出马 挺枪 横枪 拍马 勒马 纵马 跃马 骤马 扬鞭 拈弓 高叫 高坐 升座 升帐 升堂 设宴 饮酒 置酒 把盏 举杯 掷杯 拔剑 按剑 仗剑 伏剑 鞠躬 作揖 唱喏 打躬 下马 上马 下拜 再拜 拜伏 俯伏 跪奏 启奏 奏请`);

/** Headings of what is told about somebody. */
const HEADINGS = words(`
  姓名 名字 名称 别名 昵称 外号 性别 年龄 生日 身高 体重 身份 职业 职务 种族 国籍 籍贯 阵营 所属 性格 性情 个性 外貌 外表 容貌 长相 衣着 服装 爱好 喜好 兴趣 特长 能力 技能 武器 弱点 缺点 优点 背景 经历 身世 关系 口头禅 口癖 语气 说话方式 台词 语录 名言 座右铭 简介 介绍 设定 人设 备注 说明 示例 例句 开场白 问候语 场景 地点 旁白 标题 作者 摘要 提示 注意 结语 前言 后记`);

/** No name has one of these in it. */
const NO_NAME_CHAR =
  /[他她它我你您咱俺吾汝谁的了着吗呢吧啊么是没这那毕未讫罢还谓兵营说曰答见闻哭喊叫嚷骂叹被把跟到个们些几每又也都便却忙很则且或虽但岂乎矣焉哉兮该已就]|[^\p{Script=Han}·]|·$/u;
/** Few names have one of these in them: 有庆, 林道静, 戴里克. They neither begin with the second nor end in the third. */
const FEW = /[有里若和为于与道问笑不在及从而其因最此更再让使给将对向听看往何过哪]/u;
const FEW_BEGIN = /^[过不在里道问笑及从而其因最此更再让使给将对听看往]/u;
const FEW_END = /[不在及与从因最更再让使给将对向听看往何]$/u;
/** Words that are somebody's name now and then. */
const NICKNAMES = words('石头 胖子 瘦子 矮子 大壮');

const MOVES =
  /^(?:[回进出起过上下站坐走跑赶转爬跳奔前跪扑冲醒抬抢迎飞闪围拥挺伏掩仰施分勒兜挑].*(?:来|去|起|前|身|头|面|天|地|礼|矛|拨)|.*[出进回过起上下][来去]|.{1,2}之)$/u;
const COUNTED =
  /^(?:[一两半]|[二三四五六七八九十][人个位将兄弟姓军妖怪魔星猴尊衣童僧众女老神圣公鬼国犬官相帅贼士臣客徒夫妇口声更处面年月日天次番回遍者爷哥姐妹嫂叔姨姑舅婶])/u;
const KIN = /^[大二三四五六七八九老小阿][哥姐弟妹嫂叔伯舅姨姑爷婶娘爹妈公婆][子儿]?$/u;

/** 三姨太, 二少爷: of a household, where it has but one. */
const OF_HOUSE =
  /^[大二三四五六七八九十老小](?:姨太太?|太太|姨娘|少爷|小姐|少奶奶|奶奶|老爷|爷|公主|皇子|王爷|阿哥|格格|公子|师兄|师姐|师弟|师妹|长老|当家)$/u;

/** Whether a string that was found where a name might be is none. */
export function isNoName(name: string): boolean {
  if (isRarelyName(name)) return false;
  // 何 and 于 are family names, and words anywhere else.
  const rest = /^[何于向和毕]/u.test(name) ? name.slice(1) : name;
  return (
    ROLES.has(name) ||
    OTHERS.has(name) ||
    HEADINGS.has(name) ||
    (name.length > 2 &&
      (OTHERS.has(name.slice(0, 2)) || (ROLES.has(name.slice(0, 2)) && !surnameLength(name)))) ||
    NO_NAME_CHAR.test(rest) ||
    FEW_BEGIN.test(rest) ||
    FEW_END.test(rest) ||
    MOVES.test(name) ||
    COUNTED.test(name) ||
    KIN.test(name) ||
    /^何[必故以处事物时不人况如等尝妨足为苦敢曾]|[兵营]$/u.test(name) ||
    (/^[众诸各群某每字]/u.test(name) && surnameLength(name) < 2) ||
    /^人[回报说]|(?:[等众辈一突忽猛痛皆教报自]|传旨|喝令)$/u.test(name)
  );
}

/** Words that are a name only of somebody who says much: 何必 under a family name, 太后, 其其格. */
export function isRarelyName(name: string): boolean {
  if (OTHERS.has(name)) return surnameLength(name) === 1;
  if (ROLES.has(name)) return !/[人家]$|^[众诸各群列百]/u.test(name);
  if (OF_HOUSE.test(name) || KIN.test(name)) return true;
  return /^(\p{Script=Han})\1\p{Script=Han}$/u.test(name) && FEW_BEGIN.test(name) && !NO_NAME_CHAR.test(name);
}

/** Whether a string is a name only where the text shows it again and again. */
export function isDoubtful(name: string): boolean {
  return (
    NICKNAMES.has(name) ||
    /^[和向]/u.test(name) ||
    FEW.test(name.replace(/^[何于向和毕]|(?:和尚|公里)$/gu, ''))
  );
}

/** Whether somebody may be called so by what they are. */
export const isRole = (word: string): boolean => ROLES.has(word) || KIN.test(word);

/** How long what somebody is called by is, where a clause begins with it; 0 where it does not. */
export function roleLength(clause: string): number {
  for (let length = 4; length >= 2; length--) if (ROLES.has(clause.slice(0, length))) return length;
  return 0;
}
