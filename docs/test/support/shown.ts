/** A block of a page that shows commands: `shell-session` after `$ ` and with what they print, `sh` alone. */
export interface Block {
  form: 'session' | 'script';
  start: number;
  end: number;
  exchanges: Exchange[];
}

/** One command, over as many lines as it is shown on, and below it what it prints. */
export interface Exchange {
  command: string;
  output: string;
}

const fences = /^( *)```(shell-session|sh)\n([\s\S]*?)^\1```$/gm;

/** The blocks of a page that show commands, in order. */
export function blocksOf(text: string): Block[] {
  return [...text.matchAll(fences)].map(({ 0: { length }, 1: indent = '', 2: language, 3: body = '', index }) => {
    const plain = body.replaceAll(new RegExp(`^${indent}`, 'gm'), '');
    const form = language === 'sh' ? 'script' : 'session';
    return { form, start: index, end: index + length, exchanges: form === 'script' ? script(plain) : session(plain) };
  });
}

function session(body: string): Exchange[] {
  const [, ...exchanges] = `\n${body}`.split(/\n\$ /);
  return exchanges.map((exchange) => {
    const [command = ''] = /^(?:.*\\\n)*.*/.exec(exchange) ?? [];
    return { command, output: exchange.slice(command.length + 1).trimEnd() };
  });
}

function script(body: string): Exchange[] {
  return (body.match(/^(?:.*\\\n)*.+/gm) ?? []).map((command) => ({ command, output: '' }));
}
