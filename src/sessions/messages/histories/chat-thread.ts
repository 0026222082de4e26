import { Injectable } from '@nestjs/common';
import { inChild } from '../../../children/child-module.js';
import { Thread, threadHeap } from '../../../children/thread.js';
import { Config } from '../../../config/config.js';

/** Where chats of other programs are read: their files are one value, which takes as long as it is large. */
@Injectable()
export class ChatThread extends Thread<typeof import('./chat-work.js')> {
  constructor({ memory }: Config) {
    super(inChild(new URL('./chat-work.js', import.meta.url)), threadHeap(memory));
  }
}
