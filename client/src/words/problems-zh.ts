import type { ProblemWords } from './problems-en.js';

export const problemsZh: ProblemWords = {
  offline: '服务器没有回应，请看看它是否在运行。',
  unreadable: '服务器的回答无法读懂。',

  bad_request: '服务器没有看懂这个请求。',
  not_signed_in: '还没有登录。',
  sign_in_refused: '令牌或链接不对。',
  host_not_allowed: '服务器不认这个主机名，请把它写进 ALLOWED_HOSTS。',
  origin_not_allowed: '不接受来自这个地址的请求。',
  not_found: '这里什么也没有，也许已经删除了。',
  conflict: '内容在此期间变过了，请重新载入。',
  internal: '服务器内部出错，详情见它的日志。',

  empty_message: '消息是空的。',
  context_too_long: '这条消息放不进模型的窗口，请写短一些。',
  history_unreadable: '这个文件不是能读懂的对话记录。',
  nothing_to_answer: '没有需要回答的话。',
  turn_running: '正在写回答。请先停下，或等它写完。',

  model_key_refused: '模型服务器拒绝了密钥，请检查 OPENAI_API_KEY。',
  model_unknown: '模型服务器不认识这个模型，请检查 MODEL。',
  model_context_too_long: '模型服务器说内容超出了它能读的长度。',
  model_rate_limited: '模型服务器要求稍等，过一会儿再试。',
  model_unreachable: '模型服务器没有回应，请检查 OPENAI_BASE_URL。',
  model_failed: '模型服务器出错了。',
  model_empty: '模型什么也没有回答。',
  model_bad_json: '模型的回答无法读懂。',

  link_not_allowed: '这个地址不允许读取。',
  link_unreachable: '连不上这个地址。',
  link_refused: '网站拒绝给出这个页面。',
  page_blocked: '网站给出的是人机验证，不是页面本身。',
  page_empty: '这个页面上没有文字。',
  too_many_redirects: '这个地址不停地转向别处。',
  download_too_large: '这个页面太大。',
  download_too_slow: '这个页面下载太慢。',
  file_too_large: '这个文件太大。',
  file_not_text: '这个文件里没有文字。',
  file_unsupported: '读不了这种文件。',
  file_encrypted: '这个文件受保护。',
  file_broken: '这个文件已损坏。',
  archive_unsafe: '这个压缩包不安全，没有打开。',
  nobody_found: '文中没有找到人物。',

  card_unreadable: '这不是能读懂的角色卡。',
  card_too_large: '这张角色卡太大。',
};
