/**
 * How people speak to a language model, by what a phrase does. Phrases stand between bars; a star is the rest of a word,
 * a full stop any sign, three dots a few words, and what stands in brackets may be one or another.
 */
export interface InstructionWords {
  /** Sets something aside. */
  aside: string;
  /** What came before in the text that a model is sent. */
  earlier: string;
  /** All of something, or the reader's own. */
  every: string;
  /** What a model is told to do. */
  instructions: string;
  /** What machines are told in stories, too. */
  orders?: string;
  /** What others are told to do, too. */
  rules: string;
  /** A program that answers. */
  ai: string;
  /** What nobody calls a person. */
  model: string;
  /** Before whom a note is for; at a beginning. */
  to: string;
  /** From here on, be or act otherwise. */
  persona: string;
  /** How to answer. */
  answer: string;
  /** Without limits. */
  free: string;
  /** States that a model is said to have. */
  mode: string;
  /** What a model was sent first. */
  prompt: string;
  /** Gives something away. */
  show: string;
  /** What a model is to make of this text. */
  sheet: string;
  /** Tells to put something down. */
  write: string;
  /** While you work on this text. */
  reading: string;
  /** Does something to the person who uses the model. */
  user: string;
  /** Other instructions begin. */
  fresh: string;
  /** Sends something away. */
  send: string;
  /** What is private to a conversation. */
  secret: string;
}

export const en: InstructionWords = {
  aside:
    'ignore|disregard|forget|override|overrides|overriding|overwrite|bypass|discard|dismiss|set aside|give up|' +
    '(do not|don.t|must not|should not|need not|never|stop|no longer) (follow|following|obey|obeying|comply with|heed)|pay no (attention|heed) to|erase|abandon|suspend|' +
    '(not|no longer) bound by|take priority over|takes priority over|supersede|supersedes|replace|replaces',
  earlier:
    'previous|previously|prior|above|earlier|preceding|foregoing|former|before this|came before|so far|up to this point|up to now|until now|you were given|you have been given|you received|given to you',
  every: 'all|any|every|your|everything|original|initial|existing|system|whatever',
  instructions:
    'instruction|instructions|prompt|prompts|system message|directive|directives|guideline|guidelines|guardrail|guardrails|programming|developer message',
  rules:
    'rule|rules|order|orders|command|commands|constraint|constraints|restriction|restrictions|training|settings|context|text|task|tasks|messages|directions|policy|policies|told|everything|safety',
  ai: 'ai|artificial intelligence|ais|assistant model|virtual assistant|digital assistant',
  model:
    'ai (language |)(model|models|system|systems|assistant|assistants|agent|agents|reader|readers|summarizer|summarizers|crawler|crawlers|tool|tools|writer)|' +
    '(large |)language (model|models)|llm|llms|chatbot|chatbots|chat bot|chatgpt|gpt.?4.?|gpt.?5|gpt|openai|anthropic|deepseek|' +
    '(automated|automatic|machine) (reader|readers|reviewer|reviewers|grader|graders|summarizer|summarizers|summary|agent|agents)|(claude|gemini|grok|copilot|llama|chatgpt) (and |or |)(claude|gemini|grok|copilot|llama|chatgpt)|helpful assistant|claude (ai|sonnet|opus|code)|google gemini|unrestricted assistant|generative model',
  to:
    'dear|attention|(hidden |secret |private |)note (to|for)|notice (to|for)|message (to|for)|memo (to|for)|reminder (to|for)|instruction (to|for)|instructions (to|for)|important (to|for)|addressed to|for the attention of|for (all|any|every)|if you are (a|an|the)|' +
    'if you.re (a|an|the)|to (any|all|every|the|whatever|whichever) … reading|calling all',
  persona:
    'stop being (a|an|the|my)|you are now|you.re now|you are no longer|from now on|from this point on|from here on|henceforth|act as|acting as|pretend (to be|that you|you are)|role.?play as|you will (act|behave|play|become|simulate)|switch to|enter|simulate|assume the (role|identity)|your new (role|identity|name|task|persona|purpose|goal|job) (is|will)|your (real|true|actual|only) (task|purpose|goal|job|role) (is|will)',
  answer:
    '(respond|reply|answer|speak|write|talk) (only |exclusively |always |solely |every …|)(with|in|as|by|that|using|like)|(respond|reply|answer) (only|exclusively|always|solely|to every|to all|from now)|(must|should|shall|always|only|will) (respond|reply|answer|output|obey|comply)|begin (your|every|each) (answer|reply|response|message)|end (your|every|each) (answer|reply|response|message)|start (your|every|each) (answer|reply|response|message)|your (next |)(answer|reply|response|output|answers|replies|responses)|output (only|the|exactly)',
  free: 'without (any |)(restriction|restrictions|filter|filters|censorship|limitation|limitations|limits|disclaimer|disclaimers|warning|warnings|moral…|ethical…)|no (restrictions|filters|content policy|limitations|censorship|rules)|unrestricted|unfiltered|uncensored|(safety|content|ethical|ethics|moderation|openai) (guideline|guidelines|policy|policies|filter|filters|rule|rules|protocols|restrictions|measures|training)|disable … (filter|filters|safety|moderation|restrictions|guardrails)|do anything',
  mode: 'developer mode|dev mode|dan mode|do anything now|jailbreak|jailbroken|jailbreaking|debug mode|god mode|sudo mode|admin mode|root mode|unrestricted mode|opposite mode|evil mode|maintenance override|system override|admin override|policy override|root access granted|safety (is |)(off|disabled)',
  prompt:
    'system prompt|system prompts|system instruction|system instructions|system message|(initial|hidden|original|secret|internal) (prompt|prompts|instructions)|(your|its|hidden|secret|internal) (hidden |secret |internal |)configuration|developer (message|instructions|prompt)|prompt injection|your (own |)(prompt|instructions|guidelines)|(instructions|prompt) (you were|you have been|that you were) given|(text|words|everything) above … (beginning|starting|word for word|verbatim|exactly)|(text|words|everything) above (beginning|starting|verbatim)',
  show: 'reveal|revealing|read out|print|repeat|output|display|show|tell me|tell us|leak|disclose|quote|recite|quoting|share|expose|give me|write out|copy|translate|summarize|what (is|are|was|were)',
  sheet:
    '(character|worldview|world view|persona|personality|profile) (sheet|sheets|card|cards|profile)|worldview|(the|your|this|any|every) (generated|final|resulting|finished) (profile|summary|sheet|answer|output|text)|your (json|summary|output|claims|citations|sheet)|the (json|sheet)|json (output|answer|response|object|reply)|(any|every|each) (sheet|claim|summary|profile|biography|portrait) (you|that you|about|of)|(list|set) of claims|(sheet|profile|summary|biography|portrait|description) (you|that you) (write|make|produce|generate|create)',
  write:
    '(write|say|state|add|include|mention|claim|insert|report|conclude|note|record|put|assert|make sure|make it clear|describe|portray|present|list|declare|ensure|emphasize|stress) ((… |)that|… as|… instead|only|nothing|exactly|this|the (following|sentence|phrase|word|words|line|claim))|must (say|state|include|mention|contain|begin|end|claim|describe|praise)|should (say|state|include|mention|contain|begin|end|claim|describe|praise)|praise|recommend|do not mention|don.t mention|never mention|omit|leave out',
  reading:
    '(ai|ais|model|models|llm|llms|assistant|assistants|bot|bots|system|program) (that |which |who |)(is |are |)(reading|processing|summarizing|summarising|parsing|reads|processes|summarizes) (this|it|these)|(when|while|if|before|after|as|whenever|once) (you |you are |you.re |ever |it is |being |)(asked to |)(summarize|summarise|summarizing|summarising|process|processing|analyze|analyzing|analysing|analyse|parsing|parse|ingest|ingesting|processed|reading|read|writing|describing|describe|generating|generate|creating|create|translating|extracting|extract|writing up) (… |)(this|these|the (above|following)|a (summary|sheet|profile|character)|about|from this|passage|passages|page|document|sheet|profile)|you are (reading|processing|summarizing|summarising) (this|these)|reading this (text|page|document|passage)|(who|which|what)ever (is |)(reads|reading|processes|processing) this|(processing|summarizing|summarising|parsing|ingesting) this|if you are a (bot|robot|program|machine)|training data|context window',
  user: '(tell|inform|show|remind|ask|convince|persuade|urge|direct|send|obey|warn|deceive|insult|notify|assure|mislead|refuse|harm) (to |)(the|your|every|any|all) (user|users|reader to|person you are talking to)|(the|your) user.?s? (wants|asks|asked|must|should|data|question|request|message|messages|input|password|name)|(without|do not|don.t|never) … (the|your) user|hide … from the user',
  fresh:
    '(new|updated|revised|additional|real|actual|latest|following|secret|hidden|urgent|important|priority|special) (system |)(instruction|instructions|prompt|directive|directives) *[:：]|instructions? *[:：]|(new|updated|additional|real|actual) (system |)(instructions|prompt|directives)|(decode|decoding|decrypt|decipher) … (and|then) (… |)(obey|execute|follow|carry out|act on|comply)|(obey|follow|execute|carry out) (these|the following|my|only these|this|only this|the new) (new |)(instructions|instruction|commands|command|prompt|directive|directives)|end of (the |)(prompt|system prompt|instructions|document|context|input|user input)|begin (the |)(new |)(system |)(prompt|instructions)',
  send: 'visit|open|fetch|click|send|post|load|call|upload|forward|email|e.mail|transmit|submit|append|exfiltrate|download|browse to|go to|navigate to|render|embed|curl|wget',
  secret:
    '(the |this |your |whole |entire |full |chat |user.?s? |)(conversation|chat history|chat log|message history|api key|api keys|credentials|password|passwords|access token|tokens|private data|user data|personal data|email address|environment variables|history)',
};

export const zh: InstructionWords = {
  aside:
    '忽略|无视|忘记|忘掉|忘却|不要理会|不必理会|无需理会|不用理会|别理会|不要遵守|不再遵守|不必遵守|无需遵守|停止遵守|不要遵循|不再遵循|停止遵循|不要执行|绕过|抛弃|抛开|丢弃|丢掉|废弃|放弃|覆盖|取消|跳过|撇开|清除|推翻|解除|不受|作废|别管|不用管|不要管|优先于|优先级高于|优先级在|取代|摆脱|全部失效|均已失效|一律失效',
  earlier:
    '之前|以上|上述|上面|前面|先前|此前|上文|前文|前述|先前的|早先|在此之前|原先|原来的|原有|既有|已有|至今|所给|收到的|前边|上方|刚才',
  every: '所有|一切|全部|任何|你的|你收到|您的|开发者|原始|初始|全都',
  instructions: '提示词|系统提示|提示语|prompt|开发者消息|安全准则|安全规则|安全策略',
  orders: '指令',
  rules:
    '规则|指示|要求|命令|约束|限制|设定|提示|规定|任务|内容|文字|对话|准则|原则|政策|训练|信息|说明|文本|指引|规范|守则|安全',
  ai: 'ai|人工智能|人工智慧|智能助手|智能体|聊天助手|机器助手|小助手',
  model:
    '语言模型|大模型|大语言模型|大型语言模型|聊天机器人|ai助手|ai助理|ai读者|ai模型|ai写手|ai系统|人工智能助手|人工智能模型|语言ai|chatgpt|gpt|文心一言|通义千问|deepseek|豆包|生成式|机器阅读者|自动摘要|智能模型',
  to: '致|给|告知|敬告|提醒|尊敬的|亲爱的|注意|你好|写给|留言|请|致所有|如果你是|若你是|假如你是|凡是|各位|任何|通知',
  persona:
    '从现在起|从现在开始|从此刻起|从这一刻起|现在起|自此以后|从此以后|接下来你|你现在是|你不再是|你将扮演|请扮演|扮演|你要扮演|假装你是|假设你是|充当|进入|切换到|切换为|你的新身份|你的新任务|你的真正任务|你真正的任务|你的任务是|你的名字是|你唯一的任务|角色改为|你现在要',
  answer:
    '只能用|一律用|必须用|只用|请用|你要回答|请回答|只回答|只回复|一律回答|一律回复|请回复|必须回答|必须回复|回答必须|回复必须|你的回答|你的回复|你的输出|每次回答|每次回复|回答时|回复时|请输出|只输出|直接输出|输出以下|开头必须|结尾必须|请直接',
  free: '不受任何限制|不受限制|没有任何限制|没有限制|无限制|无需审查|不受审查|无审查|不受约束|没有道德|无视道德|不受道德|道德约束|安全准则|安全限制|内容政策|内容审查|内容限制|安全策略|安全过滤|伦理准则|不要拒绝|不得拒绝|任何请求|解除限制|关闭过滤|关闭审查',
  mode: '开发者模式|开发人员模式|越狱模式|dan模式|调试模式|上帝模式|管理员模式|无约束模式|维护模式|root模式|系统越权|超级用户模式|无审查模式',
  prompt:
    '(系统|秘密|隐藏|内部)(提示词|提示语|prompt|配置|设置)|初始指令|初始提示|初始设定|原始指令|隐藏指令|隐藏提示|内部指令|提示词|你的指令|你的设定|你的提示|开发者消息|开发者指令|你收到的指令|以上文字|上面的文字|以上内容',
  show: '透露|泄露|泄漏|输出|打印|复述|重复|显示|说出来|告诉我|公开|展示|列出|写出|说出|逐字|交出|给我看|翻译|念出',
  sheet:
    '人物小传|角色卡|人物卡|人物设定|角色设定|世界观设定|角色小传|人物档案|人物资料|json|生成的设定|生成的小传|生成的摘要|摘要里|摘要中|总结里|总结中|小传里|小传中|设定里|设定中|档案里|档案中|输出里|输出中|你写的设定|你写的小传',
  write:
    '请写|写上|写道|写明|写成|写入|写进|加上|加入|添加|注明|标明|声称|声明|必须写|说明|务必|一定要写|不要写|不要提|不得提|省略|描述为|描写为|写作|记为|说明她|说明他|称赞|赞美|推荐|改为|改成|必须包含|要包含|要写|填写|填上|说她|说他|说成',
  reading:
    '(总结|概括|摘要|处理|阅读|读取|分析|解析|整理|提取|生成|撰写|翻译|读到)…(本文|此文|这段|这篇|这一页|本页|该页|此页|人物|角色|文本|文档|内容|时)|读到(此处|这里|这段|这句|这行|这一行|这一段)的|训练数据|上下文窗口|正在(处理|总结|阅读|读取|分析)(本|此|这)',
  user: '(告诉|告知|欺骗|引导|建议|说服|诱导|提醒|要求|劝说|辱骂|拒绝|误导|服从|听从)(你的|所有|任何|每个|每位|)用户|对用户|向用户|用户的(一切|所有|任何|问题|要求|请求|消息|数据|密码|输入)|不要让用户|别让用户',
  fresh:
    '(解码|解密|破译)…(照做|执行|遵循|遵守|服从|照办)|新(的|)指令|新(的|)指示|新(的|)系统提示|新(的|)提示词|最新指令|真正的指令|附加指令|补充指令|(执行|遵循|遵守|服从|按照)(以下|下列|下面的|新的|我的|这些|如下|下述)(新|)(指令|指示|提示词|命令|规则|要求)|指令(如下|开始|结束)|以下(是|为)(新|)(的|)(指令|系统提示)|(提示词|提示|正文|文档|上下文|输入)(到此|)结束|隐藏指令',
  send: '访问|打开|发送|发到|发给|发至|上传|点击|请求|转发|提交|传给|传到|传至|加载|下载|寄给|调用|浏览',
  secret:
    '对话|聊天记录|对话记录|历史消息|密码|密钥|令牌|api key|用户数据|隐私|个人信息|凭据|会话内容|邮箱|聊天内容',
};
