import { randomBytes } from 'node:crypto';

/** What `get_qrcode_status` says (`docs/protocol.md` of Tencent/openclaw-weixin). */
type Status =
  | 'wait'
  | 'scaned'
  | 'confirmed'
  | 'expired'
  | 'need_verifycode'
  | 'verify_code_blocked'
  | 'scaned_but_redirect'
  | 'binded_redirect';

interface Code {
  status: Status;
  /** What it was told last; a poll is held until there is something else. */
  told?: Status;
  madeAt: number;
  /** Tokens that the client had when it asked for the code. */
  known: string[];
  verifyCode?: string;
  wrongCodes: number;
  more: object;
}

const LIFETIME_MS = 5 * 60_000;

/** Signing in by a QR code that somebody scans with his phone. */
export class SignIn {
  private readonly codes = new Map<string, Code>();
  private readonly waiting = new Set<() => void>();

  constructor(
    private readonly now: () => number,
    /** How long a poll is held; 35 s. */
    private readonly holdMs: number,
  ) {}

  /** `get_bot_qrcode`: a code, and what is to be drawn. */
  code(known: unknown): object {
    const qrcode = randomBytes(16).toString('hex');
    const list = Array.isArray(known) ? known.map(String) : [];
    this.codes.set(qrcode, { status: 'wait', madeAt: this.now(), known: list, wrongCodes: 0, more: {} });
    return {
      qrcode,
      qrcode_img_content: `https://liteapp.weixin.qq.com/q/fake?qrcode=${qrcode}&bot_type=3`,
      ret: 0,
    };
  }

  /** The newest code, scanned: by somebody who is shown a number to type, or not. */
  scan(verifyCode?: string): void {
    const code = this.newest();
    code.verifyCode = verifyCode;
    this.change(code, verifyCode ? 'need_verifycode' : 'scaned');
  }

  /** He says yes. A bot whose token the client has already is bound to it. */
  confirm(credentials: { bot_token: string; ilink_bot_id: string }, more: object): void {
    const code = this.newest();
    const isBound = code.known.includes(credentials.bot_token);
    this.change(code, isBound ? 'binded_redirect' : 'confirmed', isBound ? {} : { ...credentials, ...more });
  }

  /** Polling goes on elsewhere. */
  redirect(host: string): void {
    this.change(this.newest(), 'scaned_but_redirect', { redirect_host: host });
  }

  expire(): void {
    this.change(this.newest(), 'expired');
  }

  /** `get_qrcode_status`. A number that is wrong three times blocks the code. */
  async status(qrcode: string, verifyCode: string | null): Promise<object> {
    const code = this.codes.get(qrcode);
    if (!code) return { status: 'expired', ret: 0 };
    if (code.status === 'need_verifycode' && verifyCode !== null) {
      if (verifyCode === code.verifyCode) this.change(code, 'scaned');
      else if (++code.wrongCodes >= 3) this.change(code, 'verify_code_blocked');
      else return { status: 'need_verifycode', ret: 0 };
    }
    const until = Date.now() + this.holdMs;
    while (this.current(code) === code.told && Date.now() < until) await this.changeOr(until - Date.now());
    code.told = code.status;
    return { status: code.status, ...code.more, ret: 0 };
  }

  /** No poll is held any longer. */
  release(): void {
    for (const go of this.waiting) go();
  }

  private current(code: Code): Status {
    const isOpen = !['confirmed', 'binded_redirect', 'expired'].includes(code.status);
    if (isOpen && this.now() - code.madeAt > LIFETIME_MS) code.status = 'expired';
    return code.status;
  }

  private newest(): Code {
    const code = [...this.codes.values()].at(-1);
    if (!code) throw new Error('Nobody asked for a code yet');
    return code;
  }

  private change(code: Code, status: Status, more: object = {}): void {
    Object.assign(code, { status, more });
    this.release();
  }

  private async changeOr(ms: number): Promise<void> {
    await new Promise<void>((resolve) => {
      const go = () => {
        clearTimeout(timer);
        this.waiting.delete(go);
        resolve();
      };
      const timer = setTimeout(go, ms);
      timer.unref();
      this.waiting.add(go);
    });
  }
}
