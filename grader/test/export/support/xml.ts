import sax from 'sax';

/** An element, what it says of itself, and what is in it. */
export interface Element {
  name: string;
  attributes: Record<string, string>;
  children: Element[];
  /** Of this element alone, line breaks and all. */
  text: string;
}

/** Every character that XML 1.0 allows. */
const allowed = /^[\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]*$/u;

/** XML's own five entities alone; the types do not know the option. */
const strictest = { strictEntities: true } as sax.SAXOptions;

/** Reads a document; throws at whatever is not well-formed XML 1.0, also where a reader would only warn. */
export function readXml(text: string): Element {
  if (!allowed.test(text)) throw new Error('It has characters that XML 1.0 forbids.');
  const parser = sax.parser(true, strictest);
  const open: Element[] = [{ name: '', attributes: {}, children: [], text: '' }];
  const inner = () => open.at(-1) as Element;
  parser.onopentag = ({ name, attributes }) => {
    const element = { name, attributes: attributes as Record<string, string>, children: [], text: '' };
    inner().children.push(element);
    open.push(element);
  };
  parser.onclosetag = () => void open.pop();
  parser.ontext = (part) => {
    inner().text += part;
  };
  parser.oncdata = parser.ontext;
  parser.onerror = (error) => {
    throw error;
  };
  parser.write(text).close();
  const [root, ...others] = inner().children;
  if (!root || others.length > 0) throw new Error('It has not exactly one root.');
  return root;
}

/** Itself and all below. */
export function below(element: Element): Element[] {
  return [element, ...element.children.flatMap(below)];
}
