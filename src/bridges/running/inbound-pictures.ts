import { setMaxListeners } from 'node:events';
import { Injectable } from '@nestjs/common';
import { Config } from '../../config/config.js';
import { MOST_OF_PICTURE } from '../../contracts/character.js';
import { MOST_PICTURES } from '../../contracts/message.js';
import { Problem } from '../../contracts/problem.js';
import { guardedFetch } from '../../network/guarded-fetch.js';
import { notMetadata } from '../../network/owners-address.js';
import { PicturesService } from '../../sessions/messages/pictures/pictures.service.js';
import type { Language } from '../../text/search/language.js';
import { BridgesRepository } from '../bridges.repository.js';
import { calledHere, lostMark } from '../core/picture-names.js';
import { Slots } from '../core/slots.js';
import type { OpenBridge } from './open-bridge.js';
import type { InboundPicture } from './platform.js';

/** So many are fetched at once, of all bridges: each is held in memory. */
const AT_ONCE = 6;
/** How long a message waits for all that it shows, in milliseconds. */
const WAITS_MS = 20_000;

/** Pictures of a message, as they are now. */
export interface TakenPictures {
  /** Of those that the session has. */
  ids: string[];
  /** What stands for the others. */
  marks: string[];
}

/** Fetches the pictures that came with messages, and keeps them in their session as if they had been uploaded there. */
@Injectable()
export class InboundPictures {
  private readonly slots = new Slots(AT_ONCE);

  constructor(
    private readonly config: Config,
    private readonly pictures: PicturesService,
    private readonly events: BridgesRepository,
  ) {}

  /** Comes back within a bounded time, with what could be had by then: a picture never holds its message up. */
  async take(
    bridge: OpenBridge,
    sessionId: string,
    shown: readonly InboundPicture[],
    language: Language,
  ): Promise<TakenPictures> {
    const late = AbortSignal.timeout(WAITS_MS);
    setMaxListeners(0, late);
    const outcomes = await Promise.all(
      shown.map(async (picture, n) => {
        const name = calledHere(picture, language);
        try {
          if (n >= MOST_PICTURES) throw new Problem('too_many_pictures', 'More than a message can show.');
          const id = await inTime(
            late,
            this.slots.run(async () => {
              const bytes = await this.fetch(bridge, picture.source, late);
              return (await this.pictures.keep(bridge.ownerId, sessionId, name, bytes)).id;
            }),
          );
          return { id };
        } catch (error) {
          return { mark: lostMark(name, language), why: whyOf(error) };
        }
      }),
    );
    const [lost] = outcomes.flatMap(({ why }) => why ?? []);
    if (lost) await this.events.note(bridge, 'picture_lost', { why: lost, sessionId });
    return {
      ids: outcomes.flatMap(({ id }) => id ?? []),
      marks: outcomes.flatMap(({ mark }) => mark ?? []),
    };
  }

  private async fetch(
    { link, settings }: OpenBridge,
    source: string,
    signal: AbortSignal,
  ): Promise<Uint8Array> {
    signal.throwIfAborted();
    const { bytes: maxBytes } = MOST_OF_PICTURE;
    const own = settings.endpoint ? [hostOf(settings.endpoint)] : [];
    const fetch = async (url: string, most = maxBytes) => {
      const { body } = await guardedFetch(url, {
        allowHosts: [...this.config.ingestAllowHosts, ...own],
        accept: 'image/*',
        maxBytes: most,
        timeoutMs: WAITS_MS,
        signal,
        // An owner's own address may be anywhere but there.
        lookup: notMetadata(),
      });
      return body;
    };
    return link.picture ? link.picture(source, { maxBytes, signal, fetch }) : fetch(source);
  }
}

/** `host:port` of the address that an owner has named for a platform. */
function hostOf(endpoint: string): string {
  const { hostname, port, protocol } = new URL(endpoint);
  return `${hostname}:${port || (['https:', 'wss:'].includes(protocol) ? 443 : 80)}`;
}

/** Gives up what does not end in time; a slot that it waits for, or has, is its own affair. */
function inTime<Result>(late: AbortSignal, work: Promise<Result>): Promise<Result> {
  const over = new Promise<never>((_, reject) => {
    late.addEventListener('abort', () => reject(new Problem('download_too_slow', 'It took too long.')));
  });
  return Promise.race([work, over]);
}

/** Stable, for the log of the bridge. */
const whyOf = (error: unknown) => (error instanceof Problem ? error.code : 'link_unreachable');
