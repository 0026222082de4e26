import type { ModelCard } from '../../../contracts/about.js';
import type { Discovery, ServerKind } from './window.js';

/** What makes each server give a model more room; a sentence in each language. */
const REMEDY: Record<ServerKind, (tokens: number) => { en: string; zh: string }> = {
  ollama: (tokens) => ({
    en: `Start Ollama with OLLAMA_CONTEXT_LENGTH=${tokens}, or set num_ctx ${tokens} in the model's Modelfile.`,
    zh: `请用 OLLAMA_CONTEXT_LENGTH=${tokens} 启动 Ollama，或在 Modelfile 中设置 num_ctx ${tokens}。`,
  }),
  'llama.cpp': (tokens) => ({
    en: `Start llama-server with -c ${tokens} (shared among its slots: -np 1 leaves all of it to one).`,
    zh: `请用 -c ${tokens} 启动 llama-server（由各槽位共享：-np 1 则全归一个）。`,
  }),
  lmstudio: (tokens) => ({
    en: `Load the model in LM Studio with a context length of ${tokens}.`,
    zh: `请在 LM Studio 中以 ${tokens} 的上下文长度重新加载模型。`,
  }),
};
/** What is proposed, in tokens: all that the model could take may be more than the machine has memory for. */
const PROPOSED = 32_768;

/** The well-known trap of a local server: a small window where the model could take much more. */
export function windowWarning({ window, small }: Discovery): ModelCard['warning'] {
  if (!small) return undefined;
  const remedy = REMEDY[small.kind](Math.min(small.could, PROPOSED));
  return {
    en: `Only ${window} tokens of this model's window are served, although it could take ${small.could}: long conversations will be folded early. ${remedy.en}`,
    zh: `服务器只提供了 ${window} 个词元的上下文，而该模型可用 ${small.could} 个：长对话会过早被折叠。${remedy.zh}`,
  };
}
