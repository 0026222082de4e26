import { Injectable } from '@nestjs/common';
import { ImportReport } from '../../../characters/imports/import-report.js';
import type { PictureView } from '../../../contracts/message.js';
import { Problem } from '../../../contracts/problem.js';
import type { Language } from '../../../text/search/language.js';
import type { PastHistory } from '../history-file.js';
import type { PastMessage } from '../histories/tavern-chat.js';
import { PicturesService } from './pictures.service.js';

/** Of one file: each takes a moment to be looked at. */
const MOST = 300;

/** Keeps the pictures that a chat file holds. */
@Injectable()
export class HistoryPictures {
  constructor(private readonly pictures: PicturesService) {}

  /** The same history, its pictures kept; those that are none are left out and reported. */
  async kept(
    ownerId: string,
    sessionId: string,
    history: PastHistory,
    language: Language,
  ): Promise<PastHistory> {
    if (!history.messages.some(({ pictures }) => pictures)) return history;
    let left = MOST;
    let out = 0;
    const messages: PastMessage[] = [];
    for (const { pictures = [], ...message } of history.messages) {
      const attached: PictureView[] = [];
      for (const { name, url } of message.role === 'user' ? pictures : []) {
        const picture = left-- > 0 && (await this.keep(ownerId, sessionId, name, url));
        if (picture) attached.push(picture);
        else out++;
      }
      const isEmpty = message.versions[message.chosen]!.content.trim() === '' && !message.hidden;
      if (attached.length || !isEmpty) messages.push({ ...message, ...(attached.length && { attached }) });
    }
    if (!out) return { ...history, messages };
    const report = new ImportReport(language);
    report.add(
      `${out} pictures were left out: they are damaged, too large or too many.`,
      `有 ${out} 张图片没有读入：已损坏、太大或太多。`,
    );
    return { ...history, messages, report: [...history.report, ...report.lines] };
  }

  private async keep(
    ownerId: string,
    sessionId: string,
    name: string,
    url: string,
  ): Promise<PictureView | null> {
    const bytes = Buffer.from(url.slice(url.indexOf(',') + 1), 'base64');
    try {
      return await this.pictures.keep(ownerId, sessionId, name, bytes);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      return null;
    }
  }
}
