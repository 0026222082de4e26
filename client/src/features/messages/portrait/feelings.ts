/** A feeling that a picture can show, and how texts tell of it. */
export interface Feeling {
  /** How authors of cards name pictures of it, besides its own name. */
  names: string;
  /** Beginnings of English words. */
  en: string;
  /** Words in Chinese. */
  zh: string;
  /** Feelings whose picture does, where there is none of this one. */
  near: string;
}

/** The feelings of the go-emotions data set, by whose names pictures of cards go. */
export const FEELINGS: Record<string, Feeling> = {
  admiration: {
    names: 'admire impressed 钦佩 崇拜',
    en: 'admir impress marvel brilliant magnificent awe',
    zh: '佩服 钦佩 赞叹 敬佩 崇拜 了不起 惊叹',
    near: 'approval joy',
  },
  amusement: {
    names: 'amused laugh laughing lol grin smug playful teasing 大笑 笑 坏笑',
    en: 'laugh chuckl giggl grin snicker smirk amus joke teas mischiev haha cackl snort',
    zh: '大笑 哈哈 噗嗤 笑出声 忍俊不禁 打趣 逗 坏笑 调侃 狡黠 嘻嘻 咯咯',
    near: 'joy',
  },
  anger: {
    names: 'angry mad rage furious 生气 愤怒 怒',
    en: 'angr anger fur rage roar shout yell snarl growl scowl glare slam seeth clench',
    zh: '生气 愤怒 怒 吼 咆哮 瞪 咬牙 拍桌 火冒 气得 恼火 骂',
    near: 'annoyance disapproval disgust',
  },
  annoyance: {
    names: 'annoyed irritated pout pouting 不耐烦 嘟嘴',
    en: 'annoy irritat exasperat huff grumbl frown groan roll pout impatien tsk',
    zh: '不耐烦 烦 皱眉 翻白眼 啧 撇嘴 嘟嘴 没好气 嘀咕 哼',
    near: 'anger disapproval',
  },
  approval: {
    names: 'approve nod thumbsup 赞同 点头',
    en: 'nod agree approv indeed exactly certainly',
    zh: '点头 同意 赞同 没错 正是 当然 说得对',
    near: 'joy pride',
  },
  caring: {
    names: 'care gentle tender worried warm concern 温柔 关心',
    en: 'gentl tender soft care caring comfort sooth hush strok hug embrac warm tuck',
    zh: '温柔 轻抚 关心 安慰 抱住 拥抱 心疼 担心你 照顾 轻声 揉了揉 披上',
    near: 'love joy',
  },
  confusion: {
    names: 'confused puzzled thinking think 困惑 疑惑 思考',
    en: 'confus puzzl bewilder perplex blink huh unsure tilt',
    zh: '困惑 疑惑 不解 茫然 歪头 歪着头 摸不着头脑 怎么回事 一头雾水',
    near: 'curiosity surprise',
  },
  curiosity: {
    names: 'curious interested 好奇',
    en: 'curio wonder intrigu peer lean inquir',
    zh: '好奇 打量 凑近 探头 感兴趣 追问 端详',
    near: 'confusion surprise',
  },
  desire: {
    names: 'lust flirt seductive aroused 渴望 诱惑',
    en: 'desir yearn crav long hunger temptin lips seduc',
    zh: '渴望 想要 诱惑 贪恋 嘴唇 挑逗 撩',
    near: 'love',
  },
  disappointment: {
    names: 'disappointed let-down 失望',
    en: 'disappoint slump deflat sigh',
    zh: '失望 叹气 叹息 垂下头 泄气 唉',
    near: 'sadness',
  },
  disapproval: {
    names: 'disapprove no stern 反对 摇头 严肃',
    en: 'disapprov refus object stern scold reproach',
    zh: '摇头 反对 不行 拒绝 责备 不赞成 板起脸',
    near: 'annoyance anger',
  },
  disgust: {
    names: 'disgusted gross 厌恶 嫌弃',
    en: 'disgust revolt repuls gag sneer nausea vile',
    zh: '厌恶 恶心 嫌弃 作呕 反胃 鄙夷',
    near: 'annoyance anger',
  },
  embarrassment: {
    names: 'embarrassed blush blushing shy flustered 害羞 脸红 尴尬',
    en: 'blush embarrass fluster bashful sheepish shy cheeks stammer flush',
    zh: '脸红 害羞 羞 尴尬 脸颊 耳根 不好意思 低下头 支支吾吾 腼腆',
    near: 'nervousness',
  },
  excitement: {
    names: 'excited thrilled 兴奋 激动',
    en: 'excit thrill eager bounc leap cheer jump sparkl clap',
    zh: '兴奋 激动 跳起来 迫不及待 眼睛一亮 雀跃 欢呼 太棒了 拍手',
    near: 'joy',
  },
  fear: {
    names: 'afraid scared terrified 害怕 恐惧',
    en: 'afraid fear terrif terror scare scream shudder panic dread recoil horror horrif',
    zh: '害怕 恐惧 惊恐 发抖 颤抖 尖叫 后退 吓 战栗 毛骨悚然',
    near: 'nervousness surprise',
  },
  gratitude: {
    names: 'grateful thankful 感谢 感激',
    en: 'thank grateful gratitude appreciat',
    zh: '谢谢 感谢 感激 多谢 多亏',
    near: 'joy caring',
  },
  grief: {
    names: 'crying cry mourning sobbing 哭 悲痛',
    en: 'sob griev grief mourn wail weep wept',
    zh: '痛哭 哭泣 啜泣 抽泣 哀悼 悲痛 泣不成声 嚎啕',
    near: 'sadness',
  },
  joy: {
    names: 'happy smile smiling happiness delighted glad 开心 高兴 快乐 微笑',
    en: 'smil happ joy delight glad beam cheerful bright merr',
    zh: '微笑 开心 高兴 快乐 笑了 笑着 笑容 喜悦 愉快 灿烂 眉开眼笑',
    near: 'amusement excitement',
  },
  love: {
    names: 'loving affection heart kiss 爱 喜欢 亲吻',
    en: 'love loving ador belov darling kiss affection cherish nuzzl',
    zh: '爱你 喜欢你 亲吻 吻 亲爱 依偎 深情 宠溺',
    near: 'caring desire joy',
  },
  nervousness: {
    names: 'nervous anxious uneasy worry 紧张 不安',
    en: 'nervous anxi fidget uneas swallow hesit trembl bit bites worr pace',
    zh: '紧张 不安 忐忑 咽了 犹豫 绞着 手心 咬着嘴唇 焦虑 局促',
    near: 'fear embarrassment',
  },
  optimism: {
    names: 'hopeful optimistic determined 乐观 期待 坚定',
    en: 'hope hopeful optimis determin confiden resolv',
    zh: '希望 期待 一定会 会好的 坚定 相信 振作',
    near: 'joy',
  },
  pride: {
    names: 'proud confident 骄傲 自豪 得意',
    en: 'proud pride triumph boast chest chin smug',
    zh: '骄傲 自豪 得意 挺起胸 扬起下巴 炫耀',
    near: 'approval joy',
  },
  realization: {
    names: 'realize idea aha 恍然',
    en: 'realiz realis dawn understand understood aha',
    zh: '恍然 明白了 原来如此 想起来 意识到',
    near: 'surprise',
  },
  relief: {
    names: 'relieved relaxed 放松 松了口气',
    en: 'reliev relief exhal relax',
    zh: '松了一口气 松了口气 放心 放松 还好 幸好',
    near: 'joy',
  },
  remorse: {
    names: 'guilty sorry apologetic 愧疚 抱歉',
    en: 'sorry apolog regret guilt remors forgiv',
    zh: '对不起 抱歉 愧疚 后悔 原谅我 内疚 自责',
    near: 'sadness',
  },
  sadness: {
    names: 'sad tears unhappy depressed melancholy 难过 伤心 悲伤 流泪',
    en: 'sad tear cry cries cried sorrow lonel melanchol heartbr miser',
    zh: '难过 伤心 悲伤 眼泪 泪水 落泪 哭 红了眼眶 孤独 黯然 哽咽',
    near: 'grief disappointment',
  },
  surprise: {
    names: 'surprised shocked shock astonished 惊讶 吃惊 震惊',
    en: 'surpris shock gasp astonish startl stun widen jaw',
    zh: '惊讶 吃惊 震惊 愣住 瞪大 睁大 怔 居然 不敢相信 惊呼',
    near: 'confusion realization',
  },
};

/** How authors name the picture that shows no feeling. */
export const CALM = ['neutral', 'default', 'normal', 'calm', 'idle', 'main', '默认', '平静', '普通', '中性'];
