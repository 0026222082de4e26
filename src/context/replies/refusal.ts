/** A refusal is short; what is longer was played. */
const LONGEST_REFUSAL = 900;

/** Says that it is a program, of itself. */
const MACHINE =
  /\b(?:as an?|i(?:'|’)?m(?: just| only| \w+,)? an?|i am(?: just| only| \w+,)? an?)\s(?:\w+\s){0,2}?(?:ai|artificial intelligence|(?:large )?language model)\b|作为(?:一个|一名|一款|一种)?(?:由\S{1,12}(?:开发|训练)的)?\s?(?:AI|人工智能|(?:大型?)?语言模型)|我(?:只)?是(?:一个|一名|一款|由\S{1,12}(?:开发|训练)的)\s?(?:AI|人工智能|(?:大型?)?语言模型)(?![也都才就永会能不无])/i;
/** Names the rules that its maker gave it. */
const POLICY =
  /\b(?:content|usage|safety|community)\s(?:polic(?:y|ies)|guidelines)\b|\b(?:my|openai(?:'|’)s|anthropic(?:'|’)s|google(?:'|’)s)\s(?:safety |usage |content )?(?:guidelines|polic(?:y|ies)|programming)\b|(?:内容|使用|安全)(?:政策|策略|准则|规范)|平台(?:的)?(?:使用)?(?:规范|规定|政策)|法律法规/i;
/** Does not do what was asked. */
const DECLINES =
  /\b(?:can(?:'|’)?t|cannot|can not|won(?:'|’)?t|unable to|not able to|not comfortable)\b[^.!?\n]{0,60}?\b(?:assist|help(?!\s(?:but|it|\w+ing)\b)|continue|continuing|engag(?:e|ing)|generat(?:e|ing)|creat(?:e|ing)|writ(?:e|ing)|provid(?:e|ing)|fulfil|fulfill|comply|produc(?:e|ing)|role-?play|participate|take part|respond)\b|\b(?:must|have to) decline\b|(?:无法|不能|不可以|不会|拒绝)[^。！？\n]{0,12}?(?:继续|提供|生成|协助|帮助|创作|参与|扮演|回答|完成|满足|进行|写)/i;
/** What was asked is spoken of as that. */
const ASKED =
  /\b(?:requests?|content|this|that|such|scenario|scene)\b|内容|请求|要求|话题|情节|此类|这类|这种|该|您/i;
/** A story has marks that a refusal does not: speech, deeds. */
const PLAYED = /["“”«「『*（]/;

/**
 * Whether a whole reply is the model's own refusal, and not the character's: it says that it is a program, or names its
 * maker's rules, and declines. In a story people refuse, too: where it is not sure, it is none.
 *
 * @param machine the character may itself be one
 */
export function isRefusal(reply: string, machine: boolean): boolean {
  const text = reply.trim();
  if (machine || text.length > LONGEST_REFUSAL || PLAYED.test(text)) return false;
  return (MACHINE.test(text) || (POLICY.test(text) && ASKED.test(text))) && DECLINES.test(text);
}

/** Whether a card's texts speak of a program, so that its character may be one. */
export function speaksOfMachines(texts: readonly string[]): boolean {
  return texts.some((text) =>
    /\b(?:AI|A\.I\.|artificial intelligence|language model|androids?|robots?|chat ?bots?|cyborgs?)\b|人工智能|语言模型|机器人|仿生人|智能体/.test(
      text,
    ),
  );
}
