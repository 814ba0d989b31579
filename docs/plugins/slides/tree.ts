/** A node of Markdown's or MDX's syntax tree, as far as slides look at it. */
export interface Node {
  type: string;
  /** Of an element of MDX. */
  name?: string | null;
  attributes?: { type: string; name: string; value?: unknown }[];
  value?: string;
  depth?: number;
  lang?: string | null;
  meta?: string | null;
  url?: string;
  /** The number of a list's first item. */
  start?: number | null;
  children?: Node[];
}

/** An element of MDX. */
export function element(name: string, attributes: Record<string, string>, children: Node[]): Node {
  const list = Object.entries(attributes).map(([key, value]) => ({ type: 'mdxJsxAttribute', name: key, value }));
  return { type: 'mdxJsxFlowElement', name, attributes: list, children };
}

export function paragraph(children: Node[]): Node {
  return { type: 'paragraph', children };
}

export function attributeOf({ attributes = [] }: Node, name: string): string | undefined {
  const found = attributes.find((attribute) => attribute.name === name);
  return found && String(found.value ?? '');
}

/** All elements of this name within a node. */
export function elementsIn(node: Node, name: string): Node[] {
  return (node.children ?? []).flatMap((child) => (child.name === name ? [child] : elementsIn(child, name)));
}

/** What is read of a node. */
export function textOf({ value, children = [] }: Node): string {
  return value ?? children.map(textOf).join('');
}
