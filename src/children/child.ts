import { type ChildProcess, spawn } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { Logger } from '@nestjs/common';
import { z } from 'zod';
import { Problem, PROBLEMS, type ProblemCode } from '../contracts/problem.js';
import { truncate } from '../text/encoding/truncate.js';
import { ChildEnded, saysTooMuch, tooMuch } from './child-end.js';
import { FrameReader, frameOf } from './frames.js';

/** A function of a module that is to be called in a child; before it come the pieces of its argument `inPieces`. */
export type ChildCall =
  { piece: Uint8Array } | { url: string; name: string; args: unknown[]; inPieces: number | null };

const codes = Object.keys(PROBLEMS) as [ProblemCode, ...ProblemCode[]];
const answerSchema = z.union([
  /** How far it has come. */
  z.strictObject({ progress: z.string() }),
  z.strictObject({ problem: z.strictObject({ code: z.enum(codes), message: z.string().max(4000) }) }),
  z.strictObject({ failure: z.string().max(4000) }),
  /** `held` are the bytes that the process has now. */
  z.strictObject({ result: z.unknown(), held: z.number() }),
]);
export type ChildAnswer = z.infer<typeof answerSchema>;

const MB = 1024 * 1024;
const ENTRY = fileURLToPath(new URL('./entry.js', import.meta.url));
/** Of what a child may take, what its heap may: the rest are buffers and code. */
const HEAP_SHARE = 0.7;
/** Of what a child may take, what its answer may: it is put together here. */
const ANSWER_SHARE = 0.25;
/** How often one call may say how far it has come, and at what length. */
const MOST_REPORTS = 500;
const LONGEST_REPORT = 500;
/** All of the environment that a child gets: nothing that opens anything. */
const VARIABLES = [
  'PATH',
  'TZ',
  'LANG',
  'LC_ALL',
  'SystemRoot',
  'NODE_EXTRA_CA_CERTS',
  'SSL_CERT_FILE',
  'SSL_CERT_DIR',
];

/** A process with limits on memory and time, for one call after another. */
export class Child {
  private readonly logger = new Logger(Child.name);
  private readonly process: ChildProcess;
  private readonly calls: Writable;
  private running: { answered(answer: ChildAnswer): void; failed(error: Problem): void } | null = null;
  private end: Problem | null = null;
  private readonly closed: Promise<void>;
  /** Bytes that it had after its last call. */
  held = 0;

  /** @param most bytes that it may take */
  constructor(most: number) {
    const heap = Math.floor((HEAP_SHARE * most) / MB);
    const flags = [`--max-old-space-size=${heap}`, '--disallow-code-generation-from-strings'];
    this.process = spawn(process.execPath, [...flags, ENTRY, String(most), String(process.pid)], {
      env: Object.fromEntries(VARIABLES.map((name) => [name, process.env[name]])),
      // What a library prints goes nowhere; answers have a pipe of their own.
      stdio: ['pipe', 'ignore', 'pipe', 'pipe'],
      windowsHide: true,
    });
    const [calls, , output, answers] = this.process.stdio as unknown as [Writable, null, Readable, Readable];
    this.calls = calls;
    const reader = new FrameReader(ANSWER_SHARE * most, (message) =>
      this.running?.answered(answerSchema.parse(message)),
    );
    answers.on('data', (piece: Buffer) => {
      try {
        if (!this.end) reader.push(piece);
      } catch {
        this.logger.error('A child process answered what is no answer.');
        this.fail(new ChildEnded());
      }
    });
    output.on('data', (piece: Buffer) => {
      if (saysTooMuch(piece.toString('latin1'))) this.end ??= tooMuch();
    });
    // A pipe that breaks is told of by the end of the process.
    for (const pipe of [calls, output, answers]) pipe.on('error', () => {});
    this.closed = new Promise((resolve) => {
      this.process.once('error', () => resolve(this.fail(new ChildEnded())));
      this.process.once('close', (code, signal) => {
        if (this.running && !this.end) this.logger.error(`A child process ended: ${signal ?? code}.`);
        resolve(this.fail(new ChildEnded()));
      });
    });
    this.hold(false);
  }

  get hasEnded(): boolean {
    return this.end !== null;
  }

  get pid(): number | undefined {
    return this.process.pid;
  }

  /**
   * @param args of which one may come piece by piece
   * @param onProgress is called with what the work tells meanwhile
   * @throws Problem as the function itself does; file_too_heavy when it goes beyond its limits; ChildEnded; the
   * signal's reason. After any of these the child is to be killed.
   */
  async call(
    { url, name, mostMs }: { url: string; name: string; mostMs: number },
    args: readonly unknown[],
    signal: AbortSignal,
    onProgress: (message: string) => Promise<void>,
  ): Promise<unknown> {
    let late: NodeJS.Timeout | undefined;
    let aborted = () => {};
    this.hold(true);
    try {
      return await new Promise<unknown>((resolve, reject) => {
        if (this.end) return reject(this.end);
        let reports = 0;
        const answered = (answer: ChildAnswer) => {
          if ('progress' in answer) {
            if (++reports > MOST_REPORTS) throw new Error('reported too often');
            void onProgress(truncate(answer.progress.toWellFormed(), LONGEST_REPORT)).catch(reject);
          } else if ('problem' in answer) {
            reject(new Problem(answer.problem.code, answer.problem.message));
          } else if ('failure' in answer) {
            this.logger.error(`Work in a child process failed: ${answer.failure.replace(/[^ -~]+/g, ' ')}`);
            reject(new Problem('internal', 'This could not be read.'));
          } else {
            this.held = answer.held;
            resolve(answer.result);
          }
        };
        this.running = { answered, failed: reject };
        late = setTimeout(() => reject(tooMuch()), mostMs);
        aborted = () => reject(signal.reason as Error);
        signal.addEventListener('abort', aborted);
        this.send(url, name, args).catch(reject);
      });
    } finally {
      this.running = null;
      clearTimeout(late);
      signal.removeEventListener('abort', aborted);
      this.hold(false);
    }
  }

  /** Ends it at once, whatever it does. */
  async kill(): Promise<void> {
    this.hold(true);
    this.process.kill('SIGKILL');
    await this.closed;
  }

  private async send(url: string, name: string, args: readonly unknown[]): Promise<void> {
    let inPieces: number | null = null;
    for (const [n, arg] of args.entries()) {
      if (!isInPieces(arg)) continue;
      inPieces = n;
      for await (const piece of arg) await this.write({ piece });
    }
    await this.write({ url, name, args: args.map((arg, n) => (n === inPieces ? null : arg)), inPieces });
  }

  /** Resolves when the pipe takes more, or is broken. */
  private write(call: ChildCall): Promise<void> {
    const [head, body] = frameOf(call);
    this.calls.write(head);
    return new Promise((resolve) => this.calls.write(body, () => resolve()));
  }

  private fail(error: Problem): void {
    this.end ??= error;
    this.running?.failed(this.end);
  }

  /** Only a process that works keeps the server's from ending. */
  private hold(isHeld: boolean): void {
    for (const one of [this.process, ...this.process.stdio] as { ref?(): void; unref?(): void }[]) {
      if (isHeld) one?.ref?.();
      else one?.unref?.();
    }
  }
}

function isInPieces(arg: unknown): arg is AsyncIterable<Uint8Array> {
  return typeof arg === 'object' && arg !== null && Symbol.asyncIterator in arg;
}
