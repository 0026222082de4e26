import { describe, expect, it } from '@jest/globals';
import { readCast } from './cast.js';
import { divide } from '../structure/sections.js';

/**
 * Scenes whose speakers were noted before they were read: `{Nora}` before a line says whose it is, `{}` that nobody of
 * the cast says it. No line may be given to anybody else, and most have to be given.
 */
const SCENES: Record<string, { language: 'en' | 'zh'; given: number; text: string }> = {
  'a first-person narrator, a doctor and two sisters': {
    language: 'en',
    given: 0.75,
    text: `{Mrs. Penhale}“You have brought the wrong bag, Dr. Marsh,” said Mrs. Penhale, before I had shut the gate.

{The Narrator}“I have brought the only bag I own,” said I.

She looked at it as if it might bite. Behind her in the passage stood her sister, with a candle.

{Tabitha}“Let the doctor in, Harriet. He is wet through.”

{Mrs. Penhale}“I can see that he is wet, Tabitha,” said Mrs. Penhale.

Tabitha came forward and held the candle to my face. {Tabitha}“Is it true that you were a ship’s surgeon?”

{The Narrator}“For eleven years,” I answered. {The Narrator}“Where is the boy?”

{Tabitha}“Upstairs,” said Tabitha, {Tabitha}“and he has not spoken since Tuesday.”

{The Narrator}“Not a word?”

{Tabitha}“Not one.”

{The Narrator}“Does he eat?”

{Tabitha}“When nobody is looking.”

Mrs. Penhale shook her head. {Mrs. Penhale}“He is shamming, sir. My late husband shammed for thirty years and died of it.”

{The Narrator}“Then the boy has a fine teacher,” I said, and I went up the stairs.

{Mrs. Penhale}“Mind the ninth step!” cried Mrs. Penhale after me.

I minded it. The boy lay with his face to the wall.

{The Narrator}“Well, Toby,” I said, {The Narrator}“I am told that you do not talk.”

Toby turned over and looked at the bag.

{Toby}“Is there a saw in it?” he whispered.

{The Narrator}“There is a sandwich in it.”

{Toby}“What sort?”

{The Narrator}“Ham,” said I.

{Toby}“I talk on Wednesdays,” said Toby.`,
  },
  'single marks and a dialect': {
    language: 'en',
    given: 0.9,
    text: `Old Sam Rudd had the boat half painted when Nell Tregarth came along the slip with her father’s dinner.

{Nell Tregarth}‘Tha’s missed a bit,’ said Nell.

{Sam}‘Where’s I missed?’ asked Sam.

{Nell Tregarth}‘’Twas under the bow. Tha can see the grey.’

Sam bent down and squinted. {Sam}‘That bain’t grey, maid. That’s the light.’

{Nell Tregarth}‘Light don’t come off on a thumb,’ said Nell, and she showed him hers.

Mr. Bolitho, the harbourmaster, came round the shed with his book under his arm.

{Mr. Bolitho}‘Rudd,’ he said, ‘you owe for two moorings.’

{Sam}‘I do owe for one, Mr. Bolitho.’

{Mr. Bolitho}‘It says two in the book.’

{Sam}‘Then the book’s been drinkin’,’ said Sam.

Nell laughed. {Nell Tregarth}‘Give him the other one out o’ the paint money, Sam.’

{Sam}‘There bain’t no paint money,’ Sam growled. {Sam}‘There’s paint.’

Mr. Bolitho put the book away. {Mr. Bolitho}‘Friday, then,’ he said. {Mr. Bolitho}‘Friday at noon, or I sell the oars.’

When he had gone Sam sat down upon the slip.

{Nell Tregarth}‘Would he do that?’ said Nell.

{Sam}‘He’d do it and dance.’

{Nell Tregarth}‘What’ll tha do?’

{Sam}‘Paint ’em,’ said Sam. {Sam}‘Nobody buys a wet oar.’`,
  },
  'dashes without marks': {
    language: 'en',
    given: 1,
    text: `{Nora Keane}— You’re early, said Nora Keane.

{Fintan}— I’m not, said Fintan. Your clock is slow.

{Nora Keane}— That clock was my mother’s.

{Fintan}— Then it’s old enough to know better.

Nora wiped the counter where he had put his elbow.

{Nora Keane}— What’ll you have? she asked.

{Fintan}— Whatever’s open, Fintan said.

The door let in the rain and Father Dunne with it.

{Father Dunne}— God save all here, said Father Dunne.

{Nora Keane}— And your hat, Father, said Nora. Where did you leave it?

{Father Dunne}— On the bridge, Nora, with the wind wearing it.

{Fintan}— I’ll fetch it for you, said Fintan.

{Father Dunne}— You will not, said Father Dunne. It has gone to sea.`,
  },
  'beats beside the lines, and somebody without a name': {
    language: 'en',
    given: 0.7,
    text: `Kestrel kicked the hatch shut and leaned on it. {Kestrel}"Tell me they didn't see us."

{Bram}"They didn't see us," said Bram.

{Kestrel}"Really?"

{Bram}"No." Bram pulled off his gloves and dropped them on the console. {Bram}"You told me to tell you."

The old man in the corner stirred under his blanket. Kestrel had forgotten him.

{}"Who are they?" the old man asked.

{Kestrel}"Customs," said Kestrel. {Kestrel}"Go back to sleep, Grandfather."

Bram checked the scope. {Bram}"Four ships. No, five." He whistled. {Bram}"Somebody really loves you, Kes."

{Kestrel}"Can we outrun them?"

{Bram}"With what? We have half a tank and a prayer."

Kestrel slid into the pilot's chair and strapped in. {Kestrel}"Then start praying."

{Bram}"I only know the one," said Bram, {Bram}"and it's for weddings."

{Kestrel}"Say it anyway, Bram."

The old man laughed until he coughed. Kestrel glanced back at him.

{Kestrel}"Something funny?" she said.

{}"I built this ship," said the old man. {}"There is a second tank."

Nobody spoke for a moment.

{}"Where?" Kestrel and Bram shouted together.

{}"Under me," said the old man.`,
  },
  'corner brackets and 老王, 小李, 阿珍': {
    language: 'zh',
    given: 0.9,
    text: `{阿珍}「老王，你那攤子還擺不擺？」阿珍一邊收碗一邊問。
老王把煙頭按滅，說：{老王}「擺，怎麼不擺。」
{阿珍}「城管昨天可又來了。」
{老王}「來就來，我給他下碗麵。」
阿珍笑了：{阿珍}「就你那麵，人家吃了更生氣。」
小李從巷口跑過來，喘著氣說：{小李}「阿珍姐，我爸叫你去接電話！」
{阿珍}「誰打來的？」阿珍擦了擦手。
{小李}「不知道，說是台北的。」
老王看了看阿珍，沒說話。
{阿珍}「老王，幫我看一下店。」阿珍解下圍裙，跟著小李走了。
過了半個鐘頭，小李一個人回來了。
{老王}「人呢？」老王問。
小李撓撓頭，說：{小李}「哭了，在我家樓下坐著。」
{老王}「電話裡說什麼了？」
{小李}「我爸不讓我聽。」
老王站起來，把火關了，對小李說：{老王}「店你看著，有人要麵，就說沒了。」
{小李}「那要是城管來呢？」小李問。
{老王}「也說沒了。」老王頭也不回地說。`,
  },
  'foreign names with a dot': {
    language: 'zh',
    given: 0.9,
    text: `艾琳娜·霍尔特推开药剂师行会的门，雨水顺着斗篷滴了一地。
{}“我们打烊了。”柜台后的老头说。
{艾琳娜·霍尔特}“我找罗兰·维克。”艾琳娜把一枚铜徽章放在柜台上。
里屋传来一声咳嗽，罗兰·维克掀开帘子走出来，笑道：{罗兰·维克}“三年了，霍尔特小姐。”
{艾琳娜·霍尔特}“两年零十个月。”艾琳娜说。
{罗兰·维克}“你还是这么会算账。”罗兰叹了口气，{罗兰·维克}“坐吧。”
{艾琳娜·霍尔特}“我不坐。”艾琳娜摇头，{艾琳娜·霍尔特}“我的剑呢？”
{罗兰·维克}“卖了。”
{艾琳娜·霍尔特}“卖给谁了？”
{罗兰·维克}“一个穿红袍子的。”罗兰说，{罗兰·维克}“他出了三倍的价。”
艾琳娜慢慢摘下手套，问道：{艾琳娜·霍尔特}“他叫什么？”
{罗兰·维克}“客人不说，我从来不问。”
这时门又开了，一个瘦高的年轻人走进来，正是行会的学徒皮普·格林。
皮普喊道：{皮普·格林}“老板，红袍子又来了！”
罗兰的脸色变了。艾琳娜却笑了，她低声说：{艾琳娜·霍尔特}“看来我来得正是时候。”
{罗兰·维克}“别在店里动手。”罗兰说。
{艾琳娜·霍尔特}“那就请他到雨里来。”艾琳娜转身朝门口走去。
皮普·格林让开路，小声问：{皮普·格林}“老板，她是谁啊？”
{罗兰·维克}“一个债主。”罗兰说。`,
  },
  'names that are words, 向晴, 有田, 前进': {
    language: 'zh',
    given: 0.9,
    text: `向晴到供销社的时候，门板才卸了一半。
有田蹲在台阶上啃馒头，抬头说：{有田}“今天没有盐。”
{向晴}“谁说我要盐？”向晴说。
{有田}“那你要啥？”
{向晴}“要人。”向晴说，{向晴}“时老师让我来叫你。”
有田把馒头揣进怀里，问：{有田}“出啥事了？”
{向晴}“河堤裂了。”
有田二话没说，跳下台阶就跑。向晴跟在后头喊：{向晴}“你倒是拿把锹啊！”
堤上已经站了十来个人。时雨卷着裤腿站在水里，见他们来了，大声说：{时雨}“有田，你从东头堵！”
{有田}“石头够不够？”有田问。
{时雨}“不够。”时雨抹了一把脸，{时雨}“向晴，你去找前进，叫他把拖拉机开来。”
向晴说：{向晴}“他昨天才跟你吵了架，他肯来？”
时雨说：{时雨}“你就说是我求他的。”
向晴转身跑了。前进正在院里修犁，听她说完，把扳手一扔，骂道：{前进}“他时雨也有求我的一天！”
{向晴}“你来不来？”向晴问。
{前进}“来。”前进说，{前进}“骂归骂，堤归堤。”
拖拉机突突地开上了堤。有田直起腰，笑着说：{有田}“前进，你可算来了。”
前进没理他，冲时雨喊道：{前进}“往哪儿倒？”
时雨指了指脚下，说：{时雨}“倒这儿。”`,
  },
  'an old novel, with 夫人 in it': {
    language: 'zh',
    given: 0.9,
    text: `却说柳夫人在后堂坐定，丫鬟秋桂捧上茶来。柳夫人道：{柳夫人}“老爷今日可曾用饭？”秋桂道：{秋桂}“回夫人，老爷一早往知府衙门去了，还不曾回来。”柳夫人叹道：{柳夫人}“又是为那桩盐案。”
正说着，只见管家周福慌慌张张走进来，禀道：{周福}“夫人，不好了，老爷叫人扣在衙门里了！”柳夫人手里的茶盏跌在地下，半日方问道：{柳夫人}“是谁扣的？”周福道：{周福}“是新来的沈推官。”
秋桂忙扶住夫人，劝道：{秋桂}“夫人且莫急，沈推官与老爷原是同年，想来不过问几句话。”柳夫人摇头道：{柳夫人}“你小孩子家晓得甚么。正因是同年，他才要避嫌。”又向周福道：{柳夫人}“你去备轿，再把书房里那只黑漆匣子取来。”
周福应道：{周福}“是。”转身去了。不多时抱了匣子回来，道：{周福}“夫人，匣子锁着，钥匙却不见了。”
柳夫人冷笑道：{柳夫人}“钥匙在我这里。”秋桂吃了一惊，问道：{秋桂}“夫人早知有今日？”柳夫人不答，只吩咐道：{柳夫人}“秋桂，你在家里守着二门，不许放一个人进来。”秋桂答应道：{秋桂}“我省得。”`,
  },
};

const MARKED = /\{([^}]*)\}(?=["“‘—「])/g;

describe('whoever speaks', () => {
  it.each(Object.entries(SCENES))('is told rightly in %s', (_, { language, given, text: marked }) => {
    const meant = [...marked.matchAll(MARKED)].map(([, name]) => name!);
    const parts = marked.split(/\{[^}]*\}/);
    const text = parts.join('');
    const starts = meant.map((_, n) => parts.slice(0, n + 1).join('').length);
    const { people, quotations } = readCast(text, divide(text), language);
    const said = starts.map((start) => quotations.find((line) => line.start === start)!);
    expect(said).not.toContain(undefined);
    const isTheirs = (speaker: string, name: string) =>
      people.some((one) => one.name === speaker && [one.name, ...one.aliases].includes(name));
    const wrong = said.filter(({ speaker }, n) => speaker !== null && !isTheirs(speaker, meant[n]!));
    expect(wrong.map(({ speaker, text: line }) => `${speaker}: ${line}`)).toEqual([]);
    expect(said.filter(({ speaker }) => speaker !== null).length).toBeGreaterThanOrEqual(
      given * meant.length,
    );
  });
});
