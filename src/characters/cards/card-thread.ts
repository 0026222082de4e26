import { Injectable } from '@nestjs/common';
import { inChild } from '../../children/child-module.js';
import { Thread, threadHeap } from '../../children/thread.js';
import { Config } from '../../config/config.js';

/** Where card files are read and written. */
@Injectable()
export class CardThread extends Thread<typeof import('./card-work.js')> {
  constructor({ memory }: Config) {
    super(inChild(new URL('./card-work.js', import.meta.url)), threadHeap(memory));
  }
}
