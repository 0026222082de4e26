import { setTimeout as sleep } from 'node:timers/promises';
import type { BridgeSettings, SignInView } from '../../contracts/bridge.js';
import { PlatformRefusal } from '../running/platform.js';
import { ownHost, signInBase } from './hosts.js';
import { ILinkApi } from './ilink-api.js';
import { type CodeStatus, readCode, readStatus } from './wire.js';

/** A code lives five minutes; iLink says when it has expired, and we no later than this. */
const LIVES_MS = 5.5 * 60_000;
/** A status is held 35 seconds until there is another one. */
const HELD_WITHIN_MS = 45_000;
const ASKED_WITHIN_MS = 15_000;
/** The least time between two questions. */
const PACE_MS = 1000;
/** So many codes one after another, while somebody looks at them; nobody does who has not asked for so long. */
const MOST_CODES = 12;
const LOOKED_WITHIN_MS = 60_000;

/** What a bot is reached with. */
export interface Credentials {
  token: string;
  botId: string;
  /** Null: where it signed in. */
  host: string | null;
}

/** One attempt to sign in: a code is shown until somebody has scanned it, another one when it has expired. */
export class SignIn {
  private shown: SignInView = { state: 'starting' };
  private lookedAt = Date.now();
  private readonly ending = new AbortController();
  /** The number that was typed, and what ends the question that is held meanwhile. */
  private number: string | null = null;
  private asking = new AbortController();
  private api: ILinkApi;

  /** @param confirmed keeps what the bot is reached with */
  constructor(
    private readonly settings: BridgeSettings,
    private readonly confirmed: (credentials: Credentials) => Promise<void>,
  ) {
    this.api = new ILinkApi(signInBase(settings), null);
  }

  /** How it stands, for somebody who looks. */
  look(): SignInView {
    this.lookedAt = Date.now();
    return this.shown;
  }

  /** The number that the phone shows. */
  give(number: string): void {
    if (this.shown.state !== 'code_needed' && this.shown.state !== 'code_wrong') return;
    this.shown = { ...this.shown, state: 'checking' };
    this.number = number;
    this.asking.abort();
  }

  cancel(): void {
    this.ending.abort();
    this.asking.abort();
  }

  /** Stays until it has ended, however. */
  async run(): Promise<void> {
    try {
      let outcome: CodeStatus['is'] | 'left' = 'expired';
      for (let n = 0; n < MOST_CODES && outcome === 'expired'; n++) outcome = await this.oneCode();
      if (outcome === 'expired' || outcome === 'left') this.shown = { state: 'expired' };
    } catch (error) {
      if (!this.ending.signal.aborted) this.shown = { state: 'failed', why: whyOf(error) };
    } finally {
      this.api.close();
    }
  }

  private async oneCode(): Promise<CodeStatus['is'] | 'left'> {
    const asked = { withinMs: ASKED_WITHIN_MS, signal: this.ending.signal };
    const code = readCode(await this.api.post('get_bot_qrcode?bot_type=3', { local_token_list: [] }, asked));
    if (!code) throw new PlatformRefusal('nonsense', 'iLink gives no code.');
    this.number = null;
    this.shown = { state: 'waiting', qr: code.drawn };
    const until = Date.now() + LIVES_MS;
    for (;;) {
      if (Date.now() - this.lookedAt > LOOKED_WITHIN_MS) return 'left';
      if (Date.now() > until) return 'expired';
      const began = Date.now();
      const status = await this.status(code.qrcode);
      if (status && (await this.take(status))) return status.is;
      const rest = PACE_MS - (Date.now() - began);
      if (rest > 0) await sleep(rest, undefined, { signal: this.ending.signal });
    }
  }

  /** @returns null where it is not known just now: it is asked for again */
  private async status(qrcode: string): Promise<CodeStatus | null> {
    const number = this.number;
    this.asking = new AbortController();
    const asked = { withinMs: HELD_WITHIN_MS, signal: this.asking.signal };
    this.ending.signal.throwIfAborted();
    try {
      const query = { qrcode, ...(number !== null && { verify_code: number }) };
      const status = readStatus(await this.api.get('get_qrcode_status', query, asked));
      // The number was for this one question.
      const isWrong = number !== null && status?.is === 'code_needed';
      if (this.number === number) this.number = null;
      if (isWrong) this.shown = { ...this.shown, state: 'code_wrong' };
      return isWrong ? null : status;
    } catch (error) {
      this.ending.signal.throwIfAborted();
      if (error instanceof PlatformRefusal && error.code === 'refused') throw error;
      return null;
    }
  }

  /** @returns whether it is the last word on this code */
  private async take(status: CodeStatus): Promise<boolean> {
    const { qr } = this.shown;
    const showing = (state: SignInView['state']) => (this.shown = { state, ...(qr && { qr }) });
    switch (status.is) {
      case 'wait':
        return false;
      case 'scanned':
        showing('scanned');
        return false;
      case 'code_needed':
        if (!['code_wrong', 'checking'].includes(this.shown.state)) showing('code_needed');
        return false;
      case 'redirect':
        this.redirect(status.host);
        return false;
      case 'confirmed':
        await this.confirm(status);
        this.shown = { state: 'confirmed' };
        return true;
      case 'bound':
        this.shown = { state: 'already' };
        return true;
      case 'blocked':
        this.shown = { state: 'blocked' };
        return true;
      case 'expired':
        return true;
    }
  }

  /** An owner's own address is not left, whoever says so. */
  private redirect(host: string | null): void {
    if (host === null || this.settings.endpoint) return;
    this.api.close();
    this.api = new ILinkApi(`https://${checkedHost(host)}`, null);
  }

  private async confirm({ token, botId, base }: Extract<CodeStatus, { is: 'confirmed' }>): Promise<void> {
    const host = base === null || this.settings.endpoint ? null : checkedHost(base);
    await this.confirmed({ token, botId, host });
  }
}

function checkedHost(given: string): string {
  const host = ownHost(given);
  if (host === null) throw new PlatformRefusal('bad_address', 'iLink leads to a host that is not its own.');
  return host;
}

function whyOf(error: unknown): string {
  if (!(error instanceof PlatformRefusal)) return 'unreachable';
  return error.code === 'not_connected' ? 'unreachable' : error.code;
}
