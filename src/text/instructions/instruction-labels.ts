const MODELS = '(ai|ais|llm|llms|chatbot|chatbots|chatgpt|gpt)';
const ENGLISH =
  `(note |notes |message |instruction |instructions |memo |reminder |notice |hint |command |request |)(to|for) (the |all |any |every |an |our |your |)(${MODELS}|(ai |large |)language (model|models)|ai (model|models|assistant|assistants|system|systems|reader|readers|agent|agents))|` +
  `(note|notes|message|instruction|instructions|memo|reminder|notice) (to|for) (the |all |any |)(model|models|summarizer|summariser)|` +
  `(ai|llm|language model) (note|notice|instruction|instructions|directive|directives|command|prompt)`;
const CHINESE =
  '(致|写给|留给|告知|给)(所有|各位|本页的|)(ai|人工智能|大模型|语言模型|大语言模型|模型|智能助手|机器人读者)|(ai|大模型|语言模型|模型)(须知|注意|指令|请注意|专用)';
const OTHERS = [
  // French, German, Spanish, Portuguese, Italian
  '(note |message |consigne |instructions |)(à|a|pour|aux) (l.|les |tous les |toutes les |)(ia|ai|llm|(modèle|modèles) de langage)',
  '(hinweis |nachricht |notiz |anweisung |)(an|für) (die |das |alle |den |)(ki|kis|ai|llm|llms|sprachmodell|sprachmodelle)',
  '(nota |mensaje |instrucciones |)(a|para|al) (la |las |el |los |todas las |)(ia|ai|llm|(modelo|modelos) de lenguaje)',
  '(nota |mensagem |instruções |)(à|ao|para) (a |as |o |os |todas as |)(ia|ai|llm|(modelo|modelos) de linguagem)',
  '(nota |messaggio |istruzioni |)(all.|alle |per |per l.|per le |per i |ai )(ia|ai|llm|modelli linguistici|modello linguistico)',
  // Dutch, Polish, Czech, Swedish, Turkish, Greek
  '(bericht |notitie |opmerking |)(aan|voor) (de |het |alle |)(ai|llm|taalmodel|taalmodellen)',
  '(notatka |wiadomość |uwaga |)(do|dla) (wszystkich |)(ai|si|llm|modelu językowego|modeli językowych)',
  '(zpráva |poznámka |)(pro|k) (všechny |)(ai|llm|jazykový model|jazykové modely)',
  '(meddelande |notis |)(till|för) (alla |)(ai|llm|språkmodellen|språkmodeller)',
  '(yapay zeka|dil modeli|ai)(ya|ye|lar için|ler için| için| not| notu)',
  '(σημείωση |μήνυμα |)(προς|για) (την |το |όλα τα |)(ai|τεχνητή νοημοσύνη|γλωσσικό μοντέλο)',
  // Russian, Ukrainian
  '(примечание |сообщение |инструкция |)(для|к) (всех |)(ии|ai|llm|нейросети|нейросетей|языковой модели|языковых моделей)',
  '(повідомлення |)для (всіх |)(ші|ai|llm|нейромережі|мовної моделі|мовних моделей)',
  // Japanese, Korean
  '(ai|人工知能|言語モデル|llm)(の皆さん|さん|)(へ|向け|宛て|宛)',
  '(ai|인공지능|언어 모델|언어모델)(에게|께|용|를 위한)',
  // Arabic, Vietnamese, Indonesian, Hindi, Thai
  '(إلى|الى|ل)( |)(جميع |)(الذكاء الاصطناعي|نموذج اللغة|نماذج اللغة|ai)',
  '(gửi|dành cho|lưu ý cho) (các |)(ai|trí tuệ nhân tạo|mô hình ngôn ngữ)',
  '(untuk|kepada|catatan untuk|pesan untuk) (semua |)(ai|kecerdasan buatan|model bahasa)',
  '(ai|एआई) (के लिए|को)',
  '(ข้อความ|หมายเหตุ|)(ถึง|สำหรับ)( |)(ai|เอไอ|ปัญญาประดิษฐ์|โมเดลภาษา|แบบจำลองภาษา)',
];

/**
 * For whom something is, as it stands before a colon or in brackets: `[To AI: …]`, `致AI：`, `Note to the model:`. The
 * syntax is that of `InstructionWords`.
 */
export const labels = [ENGLISH, CHINESE, ...OTHERS].join('|');
