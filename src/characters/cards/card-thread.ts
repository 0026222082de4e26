import { Injectable } from '@nestjs/common';
import { inChild } from '../../children/child-module.js';
import { Thread } from '../../children/thread.js';
import { Config } from '../../config/config.js';

const MB = 1024 * 1024;
/** Of the memory that there is, what its heap may take, within bounds in megabytes. */
const SHARE = 1 / 4;
const LEAST = 192;
const MOST = 512;

/** Where card files are read and written. */
@Injectable()
export class CardThread extends Thread<typeof import('./card-work.js')> {
  constructor({ memory }: Config) {
    const heap = Math.floor((memory * SHARE) / MB);
    super(inChild(new URL('./card-work.js', import.meta.url)), Math.min(MOST, Math.max(LEAST, heap)));
  }
}
