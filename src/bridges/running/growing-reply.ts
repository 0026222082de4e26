import type { SessionEvent } from '../../sessions/bus/session-bus.js';
import { nextEdit, previewOf, type Shown } from '../core/edit-pace.js';
import type { Answered, OutboxRepository, OutboxRow } from '../post/outbox.repository.js';
import type { OpenBridge } from './open-bridge.js';
import { PlatformRefusal } from './platform.js';

/**
 * A reply as its platform shows it while it grows: "is typing", and where messages can be edited there, its beginning.
 * Nothing of this has to go well: the whole reply follows from the outbox.
 */
export class GrowingReply {
  private text = '';
  private shown: Shown = { text: '', at: null };
  private row: OutboxRow | null = null;
  private timer: NodeJS.Timeout | null = null;
  private readonly typing: NodeJS.Timeout | null;
  private showing: Promise<void> = Promise.resolve();
  private isOver = false;

  constructor(
    private readonly bridge: OpenBridge,
    private readonly outbox: OutboxRepository,
    private readonly answered: Answered,
  ) {
    const { typingTtl } = bridge.link.caps;
    const type = () => void bridge.link.typing?.(answered.chat).catch(() => undefined);
    if (typingTtl !== null && bridge.canSend) type();
    this.typing = typingTtl === null ? null : setInterval(type, typingTtl);
  }

  /** It is written anew. */
  restart(): void {
    this.text = '';
  }

  hear(event: SessionEvent): void {
    if (event.name === 'turn.delta') this.text += event.body.text;
    else if (event.name === 'turn.revised') this.text = event.body.text;
    else return;
    this.plan();
  }

  /** Nothing more is shown after this; what was being sent is waited for. */
  async end(): Promise<void> {
    this.isOver = true;
    if (this.timer) clearTimeout(this.timer);
    if (this.typing) clearInterval(this.typing);
    await this.showing;
  }

  private plan(): void {
    if (this.isOver || this.timer || !this.bridge.canSend) return;
    const { link } = this.bridge;
    const { caps } = link;
    const minEditMs = link.editPace?.(this.answered.chat) ?? caps.minEditMs;
    const wait = nextEdit(previewOf(this.text, caps), this.shown, Date.now(), { ...caps, minEditMs });
    if (wait === null) return;
    this.timer = setTimeout(() => {
      this.showing = this.show().finally(() => {
        this.timer = null;
        this.plan();
      });
    }, wait);
  }

  private async show(): Promise<void> {
    if (this.isOver) return;
    const { link } = this.bridge;
    const text = previewOf(this.text, link.caps);
    this.shown = { text, at: Date.now() };
    try {
      this.row ??= await this.outbox.preview(this.bridge, this.answered);
      if (this.row.platformId !== null) {
        await link.edit?.(this.answered.chat, this.row.platformId, text, false, true);
        return;
      }
      const { platformId } = await link.send(this.answered.chat, text, {
        nonce: this.row.id,
        replyTo: this.answered.replyTo,
        isLast: false,
        isGrowing: true,
        ...(this.row.face && { face: this.row.face }),
      });
      if (platformId === null) return;
      this.row.platformId = platformId;
      await this.outbox.settle(this.bridge, this.row.id, 'sent', platformId, 'preview');
    } catch (error) {
      // The next edit waits as long as the platform wants it to.
      const pause = error instanceof PlatformRefusal ? (error.retryAfterMs ?? 5000) : 5000;
      this.shown.at = Date.now() + pause;
    }
  }
}
