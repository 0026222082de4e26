/** What servers of one's own answer beside `/v1/chat/completions`, as they do. */

const listed = (...data: object[]) => ({ object: 'list', data });

/** https://github.com/ollama/ollama/blob/main/docs/api.md */
export const OLLAMA = {
  'GET /': 'Ollama is running',
  'GET /api/version': { version: '0.12.6' },
  'GET /api/tags': {
    models: [
      {
        name: 'qwen3:8b',
        model: 'qwen3:8b',
        modified_at: '2026-10-01T10:00:00Z',
        size: 5_225_388_164,
        digest: '500a1f067a9f',
        details: { format: 'gguf', family: 'qwen3', parameter_size: '8.2B', quantization_level: 'Q4_K_M' },
      },
    ],
  },
  'GET /v1/models': listed({ id: 'qwen3:8b', object: 'model', created: 1, owned_by: 'library' }),
};

/** https://lmstudio.ai/docs/developer/rest */
export const LM_STUDIO = {
  'GET /api/v0/models': listed(
    {
      id: 'qwen3-8b',
      object: 'model',
      type: 'llm',
      compatibility_type: 'gguf',
      state: 'loaded',
      max_context_length: 131_072,
      loaded_context_length: 16_384,
    },
    { id: 'text-embedding-nomic', object: 'model', type: 'embeddings', state: 'not-loaded' },
  ),
  'GET /v1/models': listed(
    { id: 'qwen3-8b', object: 'model', owned_by: 'organization_owner' },
    { id: 'text-embedding-nomic', object: 'model', owned_by: 'organization_owner' },
  ),
};

/** https://github.com/ggml-org/llama.cpp/blob/master/tools/server/README.md; it speaks some of Ollama's, too. */
export const llamaCpp = (window: number, slots: number) => ({
  'GET /props': {
    default_generation_settings: { id: 0, id_task: -1, n_ctx: window, speculative: false },
    total_slots: slots,
    model_path: '/models/qwen3-8b.gguf',
    chat_template: '…',
    build_info: 'b6700',
  },
  'GET /api/tags': { models: [{ name: '/models/qwen3-8b.gguf', model: '/models/qwen3-8b.gguf' }] },
  'GET /v1/models': {
    models: [{ name: '/models/qwen3-8b.gguf' }],
    ...listed({
      id: '/models/qwen3-8b.gguf',
      object: 'model',
      owned_by: 'llamacpp',
      meta: { n_ctx_train: window },
    }),
  },
});

/** What llama.cpp refuses a request with that is longer than its slot. */
export const tooLongForSlot = (tokens: number, window: number) => ({
  error: {
    code: 400,
    message: `request (${Math.ceil(tokens)} tokens) exceeds the available context size (${window} tokens), try increasing it`,
    type: 'exceed_context_size_error',
    n_prompt_tokens: Math.ceil(tokens),
    n_ctx: window,
  },
});

export const VLLM = {
  'GET /version': { version: '0.11.0' },
  'GET /openapi.json': { openapi: '3.1.0', info: { title: 'FastAPI', version: '0.1.0' } },
  'GET /v1/models': listed({ id: 'Qwen/Qwen3-8B', object: 'model', owned_by: 'vllm', max_model_len: 40_960 }),
};

/** It answers in Ollama's words as well. */
export const KOBOLD_CPP = {
  'GET /api/extra/version': { result: 'KoboldCpp', version: '1.99', protected: false, llm: true },
  'GET /api/tags': { models: [{ name: 'koboldcpp', model: 'koboldcpp', digest: '1' }] },
  'GET /v1/models': listed({ id: 'koboldcpp/mira-12b', object: 'model', owned_by: 'koboldcpp' }),
};

export const TABBY_API = {
  'GET /v1/model': {
    id: 'mira-12b-exl3',
    object: 'model',
    owned_by: 'tabbyAPI',
    parameters: { max_seq_len: 32_768, cache_size: 32_768 },
  },
  'GET /openapi.json': { openapi: '3.1.0', info: { title: 'TabbyAPI' } },
  'GET /v1/models': listed({ id: 'mira-12b-exl3', object: 'model', owned_by: 'tabbyAPI' }),
};

export const TEXTGEN = {
  'GET /v1/internal/model/info': { model_name: 'mira-12b.gguf', lora_names: [] },
  'GET /v1/models': listed({ id: 'mira-12b.gguf', object: 'model', owned_by: 'user' }),
};

export const LITELLM = {
  'GET /openapi.json': { openapi: '3.1.0', info: { title: 'LiteLLM API', version: '1.77' } },
  'GET /v1/models': listed({ id: 'gpt-5-mini', object: 'model', owned_by: 'openai' }),
};

export const JAN = {
  'GET /openapi.json': { openapi: '3.0.0', info: { title: 'Jan API' } },
  'GET /v1/models': listed({ id: 'jan-v1-4b', object: 'model', owned_by: 'user' }),
};
