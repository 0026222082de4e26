import { Injectable } from '@nestjs/common';
import type { Request, Response } from 'express';
import { Config } from '../config/config.js';
import { Intake, type Share } from './intake.js';
import { type Form, type FormLimits, receive } from './receive.js';
import { uploadsFolder } from './uploads-folder.js';

const MB = 1024 * 1024;
/** What uploads may take of the disk together, in bytes; how much room there is counts besides. */
const MOST_ON_DISK = 20 * 1024 * MB;
/** What bodies may take of the memory together: this part of it, within bounds. */
const PART_OF_MEMORY = 8;
const LEAST_IN_MEMORY = 32 * MB;
const MOST_IN_MEMORY = 256 * MB;
/** Buffers of one upload, from the connection to the disk. */
const BUFFERS = MB / 4;
/** Files from this size on are taken in one after another. */
const LARGE = 4 * MB;

/** What is being received by this process, bounded for all requests together. */
@Injectable()
export class UploadsService {
  private readonly folder: string;
  private readonly disk = new Intake(MOST_ON_DISK);
  private readonly memory: Intake;
  private last: Promise<unknown> = Promise.resolve();

  constructor(config: Config) {
    this.folder = uploadsFolder(config.dataDir);
    const part = Math.floor(config.memory / PART_OF_MEMORY);
    this.memory = new Intake(Math.min(MOST_IN_MEMORY, Math.max(LEAST_IN_MEMORY, part)));
  }

  /**
   * What a request's body may hold of the memory; given back when the request has been answered.
   * @throws Problem uploads_busy
   */
  inMemory(request: Request, response: Response, announced: number): Share {
    return held(this.memory.open(announced, cutting(request)), response);
  }

  /**
   * Receives a form. Whoever calls removes its files.
   * @throws Problem bad_request, file_too_large, uploads_busy, disk_full
   */
  async receive(request: Request, response: Response, limits: FormLimits): Promise<Form> {
    const memory = this.inMemory(request, response, BUFFERS);
    memory.add(BUFFERS);
    const announced = Number(request.headers['content-length'] ?? 0);
    const disk = held(this.disk.open(announced, cutting(request)), response);
    const form = await receive(request, limits, { folder: this.folder, memory, disk });
    memory.complete();
    disk.complete();
    return form;
  }

  /** Takes large files in one after another: each costs memory, here or in the database. */
  async inTurn<T>({ files }: Form, work: () => Promise<T>): Promise<T> {
    if (files.reduce((sum, { size }) => sum + size, 0) < LARGE) return work();
    const mine = this.last.then(work);
    this.last = mine.catch(() => {});
    return mine;
  }
}

const cutting = (request: Request) => () => void request.socket.destroy();

function held(share: Share, response: Response): Share {
  response.once('close', () => share.release());
  return share;
}
