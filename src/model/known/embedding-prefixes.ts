/** What stands before a text that is looked for, and before one that is looked through. */
export interface EmbeddingPrefixes {
  question: string;
  passage: string;
}

/** By the name of a model, as its card says it was trained; others take texts as they are. */
const KNOWN: readonly [RegExp, EmbeddingPrefixes][] = [
  [/nomic-embed-text/i, { question: 'search_query: ', passage: 'search_document: ' }],
  [
    /(?:^|[/:_-])(?:multilingual-)?e5-(?:small|base|large)(?!.*instruct)/i,
    { question: 'query: ', passage: 'passage: ' },
  ],
  [
    /qwen3-embedding/i,
    {
      question:
        'Instruct: Given a question, retrieve earlier messages of the conversation that answer it\nQuery: ',
      passage: '',
    },
  ],
  [
    /mxbai-embed-large|snowflake-arctic-embed(?!2)|bge-(?:small|base|large)-en/i,
    { question: 'Represent this sentence for searching relevant passages: ', passage: '' },
  ],
  [/bge-(?:small|base|large)-zh/i, { question: '为这个句子生成表示以用于检索相关文章：', passage: '' }],
  [/embeddinggemma/i, { question: 'task: search result | query: ', passage: 'title: none | text: ' }],
];

export function embeddingPrefixes(model: string): EmbeddingPrefixes {
  return KNOWN.find(([name]) => name.test(model))?.[1] ?? { question: '', passage: '' };
}
