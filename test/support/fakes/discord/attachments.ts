import type { ServerResponse } from 'node:http';
import { type Channel, snowflake } from './world.js';

/** What people attach, and Discord's CDN gives out. */
export class Attachments {
  private readonly files = new Map<string, Buffer>();

  /**
   * As a message tells of it (`resources/message#attachment-object`): its address is good only with what signs it
   * (`reference#signed-attachment-cdn-urls`). What of its name is not Latin is in `title` alone.
   */
  add(name: string, bytes: Buffer, channel: Channel, base: string): Record<string, unknown> {
    const id = snowflake();
    const filename = name.replace(/[^\w.-]/g, '').replace(/^\./, 'unknown.');
    const title = filename === name ? {} : { title: name.replace(/\.\w+$/, '') };
    const signed = `/attachments/${channel.id}/${id}/${filename}?ex=6a1&is=69f&hm=${id}&`;
    this.files.set(signed, bytes);
    const url = base + signed;
    const size = { size: bytes.length, width: 40, height: 30 };
    return { id, filename, ...title, ...size, url, proxy_url: url, content_type: 'image/png' };
  }

  serve(path: string, response: ServerResponse): void {
    const file = this.files.get(path);
    if (file) response.setHeader('content-type', 'image/png').end(file);
    else response.writeHead(404).end('This content is no longer available.');
  }
}
