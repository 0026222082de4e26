/** What a profile calls its lines: `姓名：…`, `- **Age**: …`, `【性格】…`, `|age = …`, `personality: …`. */
export interface FieldLine {
  label: string;
  value: string;
}

const NAMES =
  '姓名|名字|名称|名稱|角色(?:名|名称|名稱|姓名)?|本名|全名|中文名|(?:full |real |character )?name|character';
const SAYINGS =
  '口头禅|口頭禪|口癖|台词|台詞|经典台词|經典台詞|名言|语录|語錄|座右铭|座右銘|catchphrases?|quotes?|famous quotes?|sayings?|motto|lines?';
const OTHERS =
  '外文名|英文名|日文名|昵称|暱稱|别名|別名|别号|外号|外號|绰号|綽號|称号|稱號|字|号|号称|性别|性別|年龄|年齡|生日|出生(?:日期|地)?|种族|種族|身高|体重|體重|血型|星座|职业|職業|身份|身分|职位|職位|国籍|國籍|籍贯|籍貫|出身|住处|住所|家乡|家鄉|所属|所屬|阵营|陣營|组织|組織|性格(?:特点|特徵|特征)?|个性|個性|外貌(?:特征|描写)?|外表|外观|外觀|相貌|长相|長相|衣着|服装|服裝|穿着|发色|髮色|发型|瞳色|爱好|愛好|兴趣|興趣|喜好|喜欢|喜歡|讨厌|討厭|厌恶|特长|特長|能力|技能|武器|背景(?:故事)?|经历|經歷|生平|故事|简介|簡介|介绍|介紹|角色设定|设定|設定|语气|語氣|说话(?:方式|风格|习惯)|語言風格|语言风格|人际关系|人際關係|关系|關係|家庭|家人|父亲|母亲|目标|目標|动机|秘密|弱点|弱點|缺点|缺點|优点|優點|习惯|習慣|声优|聲優|配音|开场白|開場白|备注|備註|nick ?names?|alias(?:es)?|also known as|titles?|gender|sex|pronouns|age|birthday|birth ?date|born|birthplace|species|race|height|weight|blood type|zodiac|occupation|profession|job|role|rank|status|nationality|ethnicity|origin|home(?:town)?|residence|affiliations?|faction|personality(?: traits)?|traits?|temperament|character traits|appearance|looks|physical description|build|clothing|outfit|attire|hair(?: colou?r)?|eyes?(?: colou?r)?|likes|dislikes|hobbies|interests|skills|abilities|powers|weapons?|background|backstory|history|biography|bio|description|summary|overview|speech(?: style| pattern)?|voice(?: actor)?|mannerisms|habits|relationships?|family|father|mother|goals?|motivations?|fears?|secrets?|weakness(?:es)?|strengths?|flaws?|quirks?|mbti|cv|scenario|setting|greeting|first message|example dialogues?|notes?';

const LABEL = `${NAMES}|${SAYINGS}|${OTHERS}`;
const LINE = new RegExp(
  `^\\s{0,12}(?:[-*+•·|]\\s?|\\d{1,2}[.、]\\s?)?(?:[*_]{2})?(?:【\\s?(${LABEL})\\s?】[:：]?|["']?(${LABEL})["']?(?:[*_]{2})?\\s{0,8}[:：=\\t|])(?:[*_]{2})?[ \\t]{0,12}(.*)$`,
  'i',
);
const NAME = new RegExp(`^(?:${NAMES})$`, 'i');
const SAYING = new RegExp(`^(?:${SAYINGS})$`, 'i');
const ANY = new RegExp(`^(?:${LABEL})$`, 'i');

/** The field that a line is, or null. */
export function fieldLine(line: string): FieldLine | null {
  const [, bracketed, plain, value = ''] = line.length <= 4000 ? (LINE.exec(line) ?? []) : [];
  const label = bracketed ?? plain;
  return label === undefined ? null : { label, value: value.trim().replace(/^["'](.*)["']$/, '$1') };
}

export const isField = (label: string) => label.length <= 30 && ANY.test(label.trim());
export const isNameField = (label: string) => label.length <= 30 && NAME.test(label.trim());
export const isSaying = (label: string) => label.length <= 30 && SAYING.test(label.trim());

/** The name that a name's field holds, without a reading or a note behind it, or null where that is no name. */
export function nameIn(value: string): string | null {
  const name = value
    .replace(/[*_`"“”「」]/g, '')
    .split(/[(（【[/／,，;；、|<]/, 1)[0]!
    .trim();
  return name !== '' && name.length <= 40 && !/[。！？!?:：]/.test(name) && name.split(' ').length <= 5
    ? name
    : null;
}
