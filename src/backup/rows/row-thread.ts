import { Injectable } from '@nestjs/common';
import { inChild } from '../../children/child-module.js';
import { Thread, threadHeap } from '../../children/thread.js';
import { Config } from '../../config/config.js';

/** Where the rows of archives are read. */
@Injectable()
export class RowThread extends Thread<typeof import('./row-reader.js')> {
  constructor({ memory }: Config) {
    super(inChild(new URL('./row-reader.js', import.meta.url)), threadHeap(memory));
  }
}
