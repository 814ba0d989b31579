import { read } from '../generate/source.ts';

const [, ofLight = '', ofDark = ''] =
  /:root \{([\s\S]*?)\n\}[\s\S]*\[data-theme="dark"\] \{([\s\S]*?)\n {2}\}/.exec(read('docs/src/css/tokens.css')) ?? [];

const isText = /^(ink|soft|brand|passed|failed|waiting|get|post|put|delete|code-.+)$/;

for (const [scheme, tokens] of [
  ['light', coloursIn(ofLight)],
  ['dark', coloursIn(ofDark)],
] as const) {
  test(`text has a contrast of at least 4.5 : 1 on every ground in the ${scheme} scheme`, () => {
    const texts = Object.keys(tokens).filter((name) => isText.test(name));
    const pairs = texts.flatMap((text) => ['ground', 'raised', 'sunken'].map((ground) => [text, ground] as const));
    const faint = pairs.filter(([text, ground]) => contrast(tokens[text] ?? '', tokens[ground] ?? '') < 4.5);
    expect(texts).toHaveLength(15);
    expect(faint).toEqual([]);
  });
}

function coloursIn(css: string): Record<string, string> {
  return Object.fromEntries([...css.matchAll(/--([\w-]+): (#[\da-f]{6});/g)].map(([, name, value]) => [name, value]));
}

/** WCAG 2.2, "contrast ratio". */
function contrast(one: string, other: string): number {
  const [darker = 0, lighter = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (lighter + 0.05) / (darker + 0.05);
}

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
