import type { RequestListener } from 'node:http';

/** Before a service of this process, which cannot be stopped alone: while it is shut, requests are taken and wait. */
export class Door {
  readonly #waiting: (() => void)[] = [];
  #shut = false;

  /** What listens in place of the service. */
  to(service: RequestListener): RequestListener {
    return (request, response) => {
      if (this.#shut) this.#waiting.push(() => service(request, response));
      else service(request, response);
    };
  }

  shut(): void {
    this.#shut = true;
  }

  /** All that waits goes on. */
  open(): void {
    this.#shut = false;
    for (const goOn of this.#waiting.splice(0)) goOn();
  }
}
