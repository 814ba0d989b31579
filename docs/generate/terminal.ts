/** A stretch of terminal output in one style. */
export interface Stretch {
  /** Where it begins, in characters. */
  at: number;
  text: string;
  style: string;
}

const styles: Record<string, string> = {
  1: 'bold',
  2: 'dim',
  31: 'failed',
  32: 'passed',
  33: 'waiting',
  34: 'link',
  35: 'link',
  36: 'link',
  90: 'dim',
};

/** Splits captured terminal output at its SGR escape codes (ECMA-48 §8.3.117). */
export function stretches(captured: string): Stretch[] {
  const active = new Set<string>();
  let at = 0;
  return captured
    .split('\u001b[')
    .map((part, index) => {
      const [, codes, text = ''] = (index > 0 && /^([\d;]*)m([\s\S]*)$/.exec(part)) || ['', '', part];
      if (index > 0) for (const code of (codes || '0').split(';')) turn(active, code);
      at += text.length;
      return { at: at - text.length, text, style: [...active].join(' ') };
    })
    .filter(({ text }) => text !== '');
}

/** 22 ends bold and dim, 39 the colour, 0 everything. */
function turn(active: Set<string>, code: string): void {
  const style = styles[code];
  if (style) active.add(style);
  if (code === '0' || code === '39') active.clear();
  if (code === '22') for (const weight of ['bold', 'dim']) active.delete(weight);
}
