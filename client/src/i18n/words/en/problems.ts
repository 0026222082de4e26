import type { ProblemCode } from '../../../../../src/contracts/problem.js';

export type ProblemWords = Record<
  ProblemCode | 'offline' | 'unreadable' | 'not_loaded' | 'push_unavailable',
  string
>;

export const problems: ProblemWords = {
  offline: 'The server does not answer. Check that it is running.',
  unreadable: 'The server’s answer could not be read.',
  not_loaded: 'Part of this page could not be loaded. The server may have been updated: reload the page.',

  push_unavailable:
    'The browser could not reach its push service. Check the connection, or try another browser.',
  bad_request: 'The server did not understand this request.',
  not_signed_in: 'You are not signed in.',
  sign_in_refused: 'Wrong token, or a link that is no longer valid.',
  sign_in_throttled: 'Too many failed attempts to sign in. Wait a while, or open a new sign-in link.',
  host_not_allowed: 'The server does not accept this host name. Add it to ALLOWED_HOSTS.',
  origin_not_allowed:
    'Only pages of this server may do this. Behind a proxy, pass on the Host header with its port.',
  not_found: 'Not found. It may have been deleted.',
  conflict: 'This was changed in the meantime. Reload it.',
  idempotency_conflict: 'This Idempotency-Key was used for another request.',
  idempotency_running: 'This request is still being worked on.',
  changed_meanwhile: 'This was changed in the meantime. Reload it.',
  internal: 'The server had an error. See its log.',
  database_away: 'The database does not answer. Try again in a moment.',
  disk_full: 'The server’s disk is full. Free some space, then try again.',
  schema_of_another_version: 'The database was changed by another version of Keepsake. Start that version.',
  uploads_busy: 'Too many uploads at the same time. Nothing was stored: try again in a few seconds.',
  backup_busy: 'Another backup is being saved or restored. Try again when it is done.',

  key_expired: 'This API key has expired. Make another one under Settings → API keys.',
  key_in_address: 'API keys are not allowed in addresses. Send it in a header, and revoke this one.',
  scope_missing: 'This API key lacks the scope that is needed here.',
  owner_only: 'No API key opens this. Sign in as the owner.',
  rate_limited: 'This API key has reached its limit. Try again later.',

  empty_message: 'The message is empty.',
  context_too_long: 'This message does not fit into the model’s context window. Make it shorter.',
  history_unreadable:
    'No chat was found in this file. Supported are chats from Keepsake, SillyTavern and many other programs, and plain text with a name before each message.',
  several_conversations: 'This file holds several conversations. Choose one.',
  nothing_to_answer: 'There is no message to reply to.',
  turn_running: 'A reply is being written. Stop it, or wait until it is done.',
  turn_interrupted: 'The reply was interrupted. Regenerate it.',
  too_much_waiting: 'Too many messages are waiting for a reply. Try again in a moment.',
  reply_not_stored: 'The reply could not be saved. The server’s log says why. Regenerate it.',

  model_key_refused: 'The model’s server rejected the API key. Enter it again under Models.',
  model_needed: 'No model is connected. Connect one under Models.',
  model_unknown: 'The model’s server does not have this model. Choose another under Models.',
  model_context_too_long: 'The model’s server says that the prompt is longer than its context window.',
  model_rate_limited: 'The model’s server limits the rate of requests. Try again in a moment.',
  model_no_credit: 'The account at the model’s server has no credit left. Top it up, or use another key.',
  model_unreachable:
    'The model’s server does not answer. Check that it is running, and its address under Models.',
  model_failed: 'The model’s server had an error.',
  model_list_missing:
    'This address has no list of models. Check it: it often ends in /v1. If it is right, enter the model’s name by hand.',
  model_empty: 'The model’s reply was empty.',
  model_refused: 'The model refused to write this. The refusal is not sent on; try again, or rephrase.',
  model_called_tool: 'The model called a tool instead of replying. Turn its tools off, or use another model.',
  model_cannot_see:
    'The model does not accept pictures. From now on it gets their names instead; regenerate to continue.',
  model_bad_json: 'The model’s answer did not have the expected format.',

  link_not_allowed: 'This address may not be fetched.',
  link_unreachable: 'This address could not be reached.',
  link_refused: 'The site refused the request.',
  page_blocked: 'The site answered with a CAPTCHA or bot check.',
  page_empty: 'There is no text on this page.',
  too_many_redirects: 'This address redirects too often.',
  download_too_large: 'This page is too large.',
  download_too_slow: 'The download took too long.',
  not_a_picture:
    'This picture cannot be used. Supported are PNG, JPEG, WebP, GIF and AVIF; save an SVG as PNG first.',
  file_too_large: 'This file is too large.',
  file_not_text: 'There is no text in this file.',
  file_unsupported: 'This file type is not supported.',
  file_encrypted: 'This file is encrypted or protected.',
  file_broken: 'This file is damaged.',
  file_too_heavy: 'This file needs more memory than the server has.',
  reading_failed: 'Could not be read after several attempts.',
  archive_unsafe: 'This archive is not safe to open.',
  part_left_out: 'A part is missing or damaged and was skipped; the rest was read.',
  not_yet_named: 'This character has not appeared by that chapter. Choose a later one, or another character.',
  nothing_new: 'It contains nothing new about this character.',
  budget_reached: 'A spending limit is reached. What was written is kept: raise the limit to continue.',
  nobody_found: 'Nobody was found in this text. Enter any name: the text is then used as the description.',
  about_nobody: 'This page is not about a person. Enter any name: the text is then used as the description.',
  nothing_to_tell:
    'Nothing in this text can be used for a sheet: it says nothing of the character, or all of it was left out. Let passages in, or choose another character.',

  card_unreadable:
    'No character card or lorebook was found here. Use the original file: JSON, YAML, PNG, CHARX or BYAF. A picture that was edited or sent by a messenger loses its card.',
  card_too_large:
    'This card is too large. The limits are 8 MB of JSON, a million characters in one text or entry, 100 MB with its files, and 30 MB for the picture.',
  tavern_chat:
    'This is a chat of SillyTavern and no card. Open a conversation with its character, and bring it in under “Import and export”.',
  tavern_settings:
    'These are settings of SillyTavern and no card. Copy the name and description of a persona into a persona here.',
  tavern_looks: 'These are quick replies or a theme of SillyTavern and no card. They mean nothing here.',
  tavern_preset:
    'This is a preset of SillyTavern and no card. Set samplers with the connection, and words under “Prompts”.',
  tavern_group: 'This is a group of SillyTavern and no card. Bring in its characters one by one.',
  character_exists: 'This character already exists.',
  picture_too_large: 'This picture is too large. The limits are 10 MB and 50 megapixels.',
  picture_broken: 'This picture is damaged. Save it again, then try once more.',
  too_many_pictures: 'Too many pictures wait to be sent. Send them, or remove some.',
  pictures_unavailable:
    'Pictures cannot be sent from this server: its platform lacks what prepares them (sharp).',
};
