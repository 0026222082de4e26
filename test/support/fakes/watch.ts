/** Lets tests wait for what a fake comes to, without asking again and again. */
export class Watch {
  private readonly waiting: { is: () => boolean; resolve: () => void }[] = [];

  /** Once this is so. */
  async until(is: () => boolean): Promise<void> {
    if (!is()) await new Promise<void>((resolve) => this.waiting.push({ is, resolve }));
  }

  /** Something happened: whoever waited for it goes on. */
  look(): void {
    for (const one of [...this.waiting])
      if (one.is()) {
        this.waiting.splice(this.waiting.indexOf(one), 1);
        one.resolve();
      }
  }
}
