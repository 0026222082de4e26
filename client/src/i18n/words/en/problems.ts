import type { ProblemCode } from '../../../../../src/contracts/problem.js';

export type ProblemWords = Record<ProblemCode | 'offline' | 'unreadable' | 'not_loaded', string>;

export const problems: ProblemWords = {
  offline: 'The server does not answer. See whether it is running.',
  unreadable: 'The server answered with something that cannot be read.',
  not_loaded:
    'A part of this page could not be loaded. The server may have been updated: load the page again.',

  bad_request: 'The server did not understand this.',
  not_signed_in: 'You are not signed in.',
  sign_in_refused: 'This token or link is not the right one.',
  sign_in_throttled: 'Too many attempts to sign in failed here. Wait a while, or open a new sign-in link.',
  host_not_allowed: 'The server does not go by this host name. Name it in ALLOWED_HOSTS.',
  origin_not_allowed:
    'Only pages of this server may do this. Behind a proxy, let it pass on the Host with its port.',
  not_found: 'There is nothing here. It may have been deleted.',
  conflict: 'This changed in the meantime. Load it again.',
  internal: 'Something went wrong in the server. Its log says more.',
  database_away: 'The server’s database does not answer just now. Try again in a moment.',
  disk_full: 'The server’s disk is full. Make room on it, then try again.',
  schema_of_another_version: 'The database was changed by another version of Keepsake. Start that version.',
  uploads_busy:
    'Too much is being uploaded at the same time. Nothing was taken in: try again in a few seconds.',
  backup_busy: 'Backups are being saved or put back already. Try again when they are done.',

  empty_message: 'There is nothing in this message.',
  context_too_long: 'This message does not fit into the model’s window. Make it shorter.',
  history_unreadable:
    'There is no conversation in this file that can be read. Taken in are chats of Keepsake, SillyTavern and many other programs, and plain text with a name before each message.',
  several_conversations: 'This file holds several conversations. Choose one.',
  nothing_to_answer: 'There is nothing to answer.',
  turn_running: 'A reply is being written. Stop it, or wait for its end.',
  turn_interrupted: 'The reply was interrupted before it began. Ask for it again.',
  too_much_waiting: 'Too much is waiting to be answered already. Try again in a moment.',
  reply_not_stored: 'The reply could not be stored. The server’s log says why; have it written anew.',

  model_key_refused: 'The model’s server refused the key. Enter it again under Models.',
  model_needed: 'No model is connected. Connect one under Models.',
  model_unknown: 'The model’s server does not know this model. Choose another under Models.',
  model_context_too_long: 'The model’s server says this is longer than it can read.',
  model_rate_limited: 'The model’s server asks for a pause. Try again in a moment.',
  model_no_credit: 'The account at the model’s server has no credit left. Top it up, or use another key.',
  model_unreachable:
    'The model’s server does not answer. See whether it runs, and look at its address under Models.',
  model_failed: 'The model’s server failed.',
  model_empty: 'The model answered with nothing.',
  model_refused: 'The model refused to write this. It is not sent on; try again, or say it in another way.',
  model_called_tool:
    'The model asked for a tool instead of answering. Turn its tools off, or use another model.',
  model_bad_json: 'The model’s answer could not be read.',

  link_not_allowed: 'This address may not be fetched.',
  link_unreachable: 'This address could not be reached.',
  link_refused: 'The site refused to hand out this page.',
  page_blocked: 'The site answered with a check for robots instead of the page.',
  page_empty: 'There is no text on this page.',
  too_many_redirects: 'This address leads on and on to others.',
  download_too_large: 'This page is too large.',
  download_too_slow: 'This page took too long.',
  not_a_picture: 'There is no picture at this address.',
  file_too_large: 'This file is too large.',
  file_not_text: 'There is no text in this file.',
  file_unsupported: 'This kind of file cannot be read.',
  file_encrypted: 'This file is protected.',
  file_broken: 'This file is damaged.',
  file_too_heavy: 'Reading this takes more than this server has.',
  reading_failed: 'This could not be read: reading it failed again and again.',
  archive_unsafe: 'This archive is not safe to open.',
  part_left_out: 'A part of it is missing or damaged and was left out; the rest was read.',
  not_yet_named: 'They are not named yet by then. Choose a later chapter, or somebody else.',
  nothing_new: 'There is nothing new about this character in it.',
  budget_reached: 'A limit of spending is reached. What was written is kept: raise the limit and go on.',
  nobody_found: 'Nobody was found in this text. Name anybody: what the text says is what they are made of.',
  about_nobody: 'This page is about no person. Name somebody to have it as what they are made of.',
  nothing_to_tell:
    'Nothing in this text can stand on a sheet: it says nothing, or all of it was kept out. Let passages in, or choose somebody else.',

  card_unreadable:
    'There is no character card or lorebook here that can be read. Send the original file: JSON, YAML, PNG, CHARX or BYAF. A picture that was edited, or sent by a messenger, loses its card.',
  card_too_large:
    'This card is too large. Taken in are up to 8 MB of JSON with a million characters in one text or entry, and 100 MB with its files, 30 MB of them the picture.',
  character_exists: 'This character is there already.',
  picture_too_large: 'This picture is too large: up to 10 MB and 50 megapixels are taken.',
  picture_broken: 'This picture is damaged. Save it again, then try once more.',
};
