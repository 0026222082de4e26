import type { SupplierView } from '../../contracts/supplier.js';

/** A supplier as it is shipped; `modelsDev` is its name at models.dev, where its models are known from. */
type Supplier = SupplierView & { modelsDev?: string };

const local = (id: string, name: string, port: number, note?: SupplierView['note']): Supplier => ({
  id,
  name,
  baseUrl: `http://127.0.0.1:${port}/v1`,
  needsKey: false,
  ...(note && { note }),
});

// prettier-ignore
/** Whoever speaks OpenAI's API and is used for this: makers of models first, then who serves those of others. */
export const SUPPLIERS: readonly Supplier[] = [
  { id: 'openai', modelsDev: 'openai', name: 'OpenAI', baseUrl: 'https://api.openai.com/v1', keyUrl: 'https://platform.openai.com/api-keys', needsKey: true,
    note: { en: 'GPT-5 and later take no other temperature than 1.', zh: 'GPT-5 及之后的模型只接受温度 1。' } },
  { id: 'anthropic', modelsDev: 'anthropic', name: 'Anthropic', baseUrl: 'https://api.anthropic.com/v1', keyUrl: 'https://console.anthropic.com/settings/keys', needsKey: true,
    note: { en: 'Its OpenAI-compatible face caches nothing and ignores schemas: by OpenRouter it is cheaper in long conversations.', zh: '其 OpenAI 兼容接口不缓存、不遵守 JSON 格式：长对话经 OpenRouter 更省钱。' } },
  { id: 'google', modelsDev: 'google', name: 'Google Gemini', baseUrl: 'https://generativelanguage.googleapis.com/v1beta/openai', keyUrl: 'https://aistudio.google.com/apikey', needsKey: true,
    note: { en: 'Some replies are held back by its filter.', zh: '部分回复会被其过滤器拦下。' } },
  { id: 'deepseek', modelsDev: 'deepseek', name: 'DeepSeek', baseUrl: 'https://api.deepseek.com', keyUrl: 'https://platform.deepseek.com/api_keys', needsKey: true,
    note: { en: 'Thinks unless told not to; then temperature and top_p have no effect.', zh: '默认思考；思考时温度和 top_p 不起作用。' } },
  { id: 'moonshotai', modelsDev: 'moonshotai', name: 'Moonshot AI (Kimi)', baseUrl: 'https://api.moonshot.ai/v1', keyUrl: 'https://platform.moonshot.ai/console/api-keys', needsKey: true,
    note: { en: 'Leave the temperature unset: most models take one value only.', zh: '温度请留空：多数模型只接受一个固定值。' } },
  { id: 'moonshotai-cn', modelsDev: 'moonshotai-cn', name: 'Moonshot AI 月之暗面', baseUrl: 'https://api.moonshot.cn/v1', keyUrl: 'https://platform.moonshot.cn/console/api-keys', needsKey: true,
    note: { en: 'Leave the temperature unset: most models take one value only.', zh: '温度请留空：多数模型只接受一个固定值。' } },
  { id: 'zai', modelsDev: 'zai', name: 'Z.AI (GLM)', baseUrl: 'https://api.z.ai/api/paas/v4', keyUrl: 'https://z.ai/manage-apikey/apikey-list', needsKey: true,
    note: { en: 'GLM 5.2 and later always think.', zh: 'GLM 5.2 及之后的模型总会思考。' } },
  { id: 'zhipuai', modelsDev: 'zhipuai', name: 'Zhipu AI 智谱', baseUrl: 'https://open.bigmodel.cn/api/paas/v4', keyUrl: 'https://open.bigmodel.cn/usercenter/apikeys', needsKey: true,
    note: { en: 'GLM 5.2 and later always think.', zh: 'GLM 5.2 及之后的模型总会思考。' } },
  { id: 'alibaba', modelsDev: 'alibaba', name: 'Alibaba Cloud (Qwen)', baseUrl: 'https://dashscope-intl.aliyuncs.com/compatible-mode/v1', needsKey: true },
  { id: 'alibaba-cn', modelsDev: 'alibaba-cn', name: 'Alibaba 阿里云百炼', baseUrl: 'https://dashscope.aliyuncs.com/compatible-mode/v1', keyUrl: 'https://bailian.console.aliyun.com/?tab=model#/api-key', needsKey: true },
  { id: 'xai', modelsDev: 'xai', name: 'xAI (Grok)', baseUrl: 'https://api.x.ai/v1', keyUrl: 'https://console.x.ai', needsKey: true },
  { id: 'mistral', modelsDev: 'mistral', name: 'Mistral', baseUrl: 'https://api.mistral.ai/v1', keyUrl: 'https://console.mistral.ai/api-keys', needsKey: true },
  { id: 'minimax', modelsDev: 'minimax', name: 'MiniMax', baseUrl: 'https://api.minimax.io/v1', needsKey: true },
  { id: 'minimax-cn', modelsDev: 'minimax-cn', name: 'MiniMax 稀宇', baseUrl: 'https://api.minimax.cn/v1', needsKey: true },
  { id: 'stepfun', modelsDev: 'stepfun', name: 'StepFun 阶跃星辰', baseUrl: 'https://api.stepfun.com/v1', needsKey: true },
  { id: 'stepfun-ai', modelsDev: 'stepfun-ai', name: 'StepFun', baseUrl: 'https://api.stepfun.ai/v1', needsKey: true },
  { id: 'xiaomi', modelsDev: 'xiaomi', name: 'Xiaomi MiMo', baseUrl: 'https://api.xiaomimimo.com/v1', needsKey: true },
  { id: 'openrouter', modelsDev: 'openrouter', name: 'OpenRouter', baseUrl: 'https://openrouter.ai/api/v1', keyUrl: 'https://openrouter.ai/settings/keys', needsKey: true,
    note: { en: 'One key for the models of nearly all makers.', zh: '一个密钥即可使用几乎所有厂商的模型。' } },
  { id: 'siliconflow', modelsDev: 'siliconflow', name: 'SiliconFlow', baseUrl: 'https://api.siliconflow.com/v1', keyUrl: 'https://cloud.siliconflow.com/account/ak', needsKey: true },
  { id: 'siliconflow-cn', modelsDev: 'siliconflow-cn', name: 'SiliconFlow 硅基流动', baseUrl: 'https://api.siliconflow.cn/v1', keyUrl: 'https://cloud.siliconflow.cn/account/ak', needsKey: true },
  { id: 'volcengine', modelsDev: 'volcengine', name: 'Volcengine 火山方舟', baseUrl: 'https://ark.cn-beijing.volces.com/api/v3', needsKey: true },
  { id: 'groq', modelsDev: 'groq', name: 'Groq', baseUrl: 'https://api.groq.com/openai/v1', keyUrl: 'https://console.groq.com/keys', needsKey: true },
  { id: 'togetherai', modelsDev: 'togetherai', name: 'Together AI', baseUrl: 'https://api.together.xyz/v1', keyUrl: 'https://api.together.ai/settings/api-keys', needsKey: true },
  { id: 'fireworks-ai', modelsDev: 'fireworks-ai', name: 'Fireworks AI', baseUrl: 'https://api.fireworks.ai/inference/v1', needsKey: true },
  { id: 'deepinfra', modelsDev: 'deepinfra', name: 'DeepInfra', baseUrl: 'https://api.deepinfra.com/v1/openai', keyUrl: 'https://deepinfra.com/dash/api_keys', needsKey: true },
  { id: 'novita-ai', modelsDev: 'novita-ai', name: 'Novita AI', baseUrl: 'https://api.novita.ai/openai', keyUrl: 'https://novita.ai/settings/key-management', needsKey: true },
  { id: 'nano-gpt', modelsDev: 'nano-gpt', name: 'NanoGPT', baseUrl: 'https://nano-gpt.com/api/v1', keyUrl: 'https://nano-gpt.com/api', needsKey: true },
  { id: 'chutes', modelsDev: 'chutes', name: 'Chutes', baseUrl: 'https://llm.chutes.ai/v1', keyUrl: 'https://chutes.ai/app/api', needsKey: true },
  { id: 'cerebras', modelsDev: 'cerebras', name: 'Cerebras', baseUrl: 'https://api.cerebras.ai/v1', keyUrl: 'https://cloud.cerebras.ai', needsKey: true },
  { id: 'nvidia', modelsDev: 'nvidia', name: 'NVIDIA', baseUrl: 'https://integrate.api.nvidia.com/v1', keyUrl: 'https://build.nvidia.com/settings/api-keys', needsKey: true },
  local('ollama', 'Ollama', 11434, {
    en: 'Its window is small unless OLLAMA_CONTEXT_LENGTH or num_ctx makes it larger.',
    zh: '默认上下文很小，可用 OLLAMA_CONTEXT_LENGTH 或 num_ctx 调大。',
  }),
  local('lmstudio', 'LM Studio', 1234),
  local('llama.cpp', 'llama.cpp', 8080),
  local('vllm', 'vLLM', 8000),
  local('koboldcpp', 'KoboldCpp', 5001),
  local('tabbyapi', 'TabbyAPI', 5000),
  local('textgen', 'text-generation-webui', 5000),
  local('jan', 'Jan', 1337),
  local('litellm', 'LiteLLM', 4000),
];
