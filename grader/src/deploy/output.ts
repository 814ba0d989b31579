import type { Readable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';

const TAIL_CHARACTERS = 4_000;
const TAIL_BYTES = 4 * TAIL_CHARACTERS;

/** What a service prints: the beginning up to a limit, and the last lines. The rest is read and dropped, lest it block. */
export class Output {
  readonly #most: number;
  #text = '';
  #tail = '';

  constructor(mostCharacters: number) {
    this.#most = mostCharacters;
  }

  /** Everything so far, up to the limit. It only ever grows. */
  get text(): string {
    return this.#text;
  }

  /** The last lines, also of what went beyond the limit. */
  get tail(): string {
    return this.#tail.slice(-TAIL_CHARACTERS);
  }

  add(text: string): void {
    if (this.#text.length < this.#most) this.#text += text.slice(0, this.#most - this.#text.length);
    this.#tail = (this.#tail + text).slice(-2 * TAIL_CHARACTERS);
  }

  follow(stream: Readable): void {
    const decoder = new StringDecoder('utf8');
    stream.on('data', (bytes: Buffer) => {
      const isFull = this.#text.length >= this.#most;
      this.add(isFull ? bytes.subarray(-TAIL_BYTES).toString('utf8') : decoder.write(bytes));
    });
  }
}
