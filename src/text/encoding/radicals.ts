/** A radical of the supplement and the character that it looks like (Unicode, EquivalentUnifiedIdeograph). */
const SUPPLEMENT =
  '⺁厂 ⺂乛 ⺃乚 ⺄乙 ⺅亻 ⺆冂 ⺈刀 ⺉刂 ⺊卜 ⺋㔾 ⺌小 ⺍小 ⺎兀 ⺏尣 ⺐尢 ⺒巳 ⺓幺 ⺔彑 ⺕彐 ⺖忄 ⺗心 ⺘扌 ⺙攵 ⺛旡 ' +
  '⺜日 ⺝月 ⺞歺 ⺟母 ⺠民 ⺡氵 ⺢氺 ⺣灬 ⺤爫 ⺥爫 ⺦丬 ⺧牛 ⺨犭 ⺩王 ⺫目 ⺬示 ⺭礻 ⺯糹 ⺰纟 ⺱罓 ⺲罒 ⺳㓁 ⺴冗 ⺶羊 ' +
  '⺹耂 ⺺肀 ⺻聿 ⺼肉 ⺾艹 ⺿艹 ⻀艹 ⻁虎 ⻂衤 ⻃覀 ⻄西 ⻅见 ⻆角 ⻈讠 ⻉贝 ⻋车 ⻌辶 ⻍辶 ⻎辶 ⻏邑 ⻐钅 ⻑長 ⻒镸 ⻓长 ' +
  '⻔门 ⻖阝 ⻗雨 ⻘青 ⻙韦 ⻚页 ⻛风 ⻜飞 ⻝食 ⻟飠 ⻠饣 ⻢马 ⻣骨 ⻤鬼 ⻥鱼 ⻦鸟 ⻧卤 ⻨麦 ⻩黄 ⻪黾 ⻫斉 ⻬齐 ⻭歯 ⻮齿 ' +
  '⻯竜 ⻰龙 ⻱龜 ⻲亀 ⻳龟';
/** Punctuation as it stands in vertical lines, and as it is written otherwise. */
const VERTICAL =
  '︐， ︑、 ︒。 ︓： ︔； ︕！ ︖？ ︗〖 ︘〗 ︙… ︰‥ ︱— ︲– ︳＿ ︴＿ ︵（ ︶） ︷｛ ︸｝ ︹〔 ︺〕 ︻【 ︼】 ︽《 ︾》 ︿〈 ﹀〉 ﹁「 ﹂」 ﹃『 ﹄』 ﹇［ ﹈］';

const PLAIN = new Map(`${SUPPLEMENT} ${VERTICAL}`.split(' ').map((pair) => [pair[0]!, pair[1]!]));

/**
 * Text with the very characters that were meant where a PDF names their look-alikes: printing programs take 一, 人, 见
 * for the radicals U+2F00, U+2F08, U+2EC5, and vertical lines hold presentation forms. Lengths stay.
 */
export function withoutLookalikes(text: string): string {
  return text.replace(/[\u2E80-\u2FDF\uFE10-\uFE48]/g, (found) =>
    found >= '\u2F00' && found <= '\u2FDF' ? found.normalize('NFKC') : (PLAIN.get(found) ?? found),
  );
}
