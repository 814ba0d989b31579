import { Tap } from '../deploy/tap.ts';

/** Another way to a double, which a check can shut: no connection is taken then. */
export interface Door extends AsyncDisposable {
  /** E.g. `http://127.0.0.1:43117`. */
  readonly url: string;
  readonly port: number;
  cut(): void;
  heal(): void;
}

/** Opens a way to the double at this port of loopback. */
export async function openDoor(to: number): Promise<Door> {
  const tap = new Tap({ host: '127.0.0.1', port: to });
  const port = await tap.listen();
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    cut: () => tap.cut(),
    heal: () => tap.heal(),
    [Symbol.asyncDispose]: () => tap[Symbol.asyncDispose](),
  };
}
