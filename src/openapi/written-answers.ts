import type { z } from 'zod';
import { SHEET_BODIES } from '../characters/imports/sheet-bodies.js';
import { bytes, type Content, json, object, type Schema, text, typed } from './schemas.js';

export const PICTURES = bytes('image/png', 'image/jpeg', 'image/webp', 'image/gif', 'image/avif');

const file: Schema = { type: 'string', format: 'binary' };
const card: Content = json({ type: 'object', additionalProperties: true });
const events = text('text/event-stream');
const reply = { reply: typed('MessageView'), receipt: typed('Receipt') };

/** Of the handlers that write their answers themselves. */
export const WRITTEN: Record<string, Content> = {
  BackupController_write: bytes('application/zip'),
  AvatarsController_read: PICTURES,
  ExpressionsController_picture: PICTURES,
  CharactersController_export: { ...bytes('image/png', 'application/zip'), ...card },
  CompletionsController_complete: {
    ...json(typed('Completion')),
    'text/event-stream': { schema: typed('CompletionChunk') },
  },
  DraftsController_write: { ...json(typed('DraftView')), ...events },
  HistoryController_export: text('application/x-ndjson', 'text/markdown'),
  LorebookController_give: card,
  SentController_request: json({
    oneOf: [typed('SentView'), { type: 'array', items: { type: 'object' } }],
  }),
  McpController_ask: json({ type: 'object', additionalProperties: true }),
  MetricsController_read: text('text/plain'),
  PicturesController_picture: PICTURES,
  SessionPicturesController_read: PICTURES,
  ContextController_context: json(typed('ContextView')),
  TalkController_say: { ...json(object({ message: typed('MessageView'), ...reply })), ...events },
  TalkController_regenerate: { ...json(object(reply)), ...events },
  TalkController_carryOn: { ...json(object(reply)), ...events },
};

/** Of the handlers that take files: the field. */
export const FILES: Record<string, Schema> = {
  AvatarsController_set: object({ file }),
  BackupController_restore: object({ file }),
  CharactersController_import: object({ file }),
  HistoryController_import: object({ file }),
  LorebookController_take: object({ file }),
  SessionPicturesController_add: object({ file }),
};

/** Of these, the handlers that take the picture as the body as well. */
export const BARE_PICTURES = new Set(['AvatarsController_set', 'SessionPicturesController_add']);

/** Of the handlers that are given a body as it came: what is in it. */
export const BODIES: Record<string, z.ZodType> = {
  CharactersController_create: SHEET_BODIES.create,
  CharactersController_change: SHEET_BODIES.change,
};
