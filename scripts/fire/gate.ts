/** Lets loops be stopped between two steps, all of them, and go on. */
export class Gate {
  #loops = 0;
  #waiting = 0;
  #open = true;
  #ended = false;
  #wake = Promise.withResolvers<void>();
  #allWait = Promise.withResolvers<void>();

  /** Runs a loop until `end`. */
  async loop(step: () => Promise<void>): Promise<void> {
    this.#loops++;
    try {
      while (!this.#ended) {
        if (this.#open) await step();
        else await this.#wait();
      }
    } finally {
      this.#loops--;
    }
  }

  /** Resolves when every loop waits. */
  async shut(): Promise<void> {
    this.#open = false;
    this.#wake = Promise.withResolvers();
    this.#allWait = Promise.withResolvers();
    if (this.#loops > 0) await this.#allWait.promise;
  }

  open(): void {
    this.#open = true;
    this.#wake.resolve();
  }

  /** Ends every loop after its step. */
  end(): void {
    this.#ended = true;
    this.#wake.resolve();
    this.#allWait.resolve();
  }

  async #wait(): Promise<void> {
    this.#waiting++;
    if (this.#waiting === this.#loops) this.#allWait.resolve();
    await this.#wake.promise;
    this.#waiting--;
  }
}
