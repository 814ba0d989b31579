import type { Api } from './api.ts';
import { expect as contractExpect } from './matchers.ts';
import type { Service } from './service.ts';
import type { Check, CheckBody, Demand, Random } from './types.ts';

/** What every check gets; a lab's world adds its own. */
export interface BaseContext {
  api: Api;
  service: Service;
  random: Random;
}

export interface CheckOptions {
  clause: string;
  needs?: string[];
  hints?: string;
  weight?: number;
  demands?: Demand[];
  at?: string;
  waits?: boolean;
}

const declared: Check[] = [];

/**
 * Declares the checks of one checkpoint. `Context` is what the lab's world adds to `BaseContext`.
 * @example const check = checkpoint<AddressContext>('1.4');
 */
export function checkpoint<Context extends object = object>(id: string, { hidden = false } = {}) {
  return (
    name: string,
    title: string,
    {
      clause,
      needs = [],
      hints = name.split('.')[0] as string,
      weight = 1,
      demands = [],
      at,
      waits = false,
    }: CheckOptions,
    body: (context: BaseContext & Context) => void | Promise<void>,
  ): void => {
    declared.push({
      id: name,
      checkpoint: id,
      title,
      clause,
      needs,
      hints,
      weight,
      demands,
      ...(at === undefined ? {} : { at }),
      waits,
      hidden,
      body: body as CheckBody,
    });
  };
}

/** The checks declared since the last call, in order: the contents of the contract files just imported. */
export function takeDeclared(): Check[] {
  return declared.splice(0);
}

/** Jest's expect with `toHaveStatus` and `toBeProblem`. */
export const expect = contractExpect;
