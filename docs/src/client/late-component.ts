import ComponentCreator from '@docusaurus/ComponentCreator';
import { type ComponentType, createElement } from 'react';

type Preloaded = ComponentType & { preload(): Promise<unknown> };

/** A page's component that is made when the page is first asked for: of hundreds few ever are. */
export function lateComponent(path: string, hash: string): Preloaded {
  let made: Preloaded | undefined;
  const component = () => {
    made ??= ComponentCreator(path, hash) as unknown as Preloaded;
    return made;
  };
  const Late = (props: object) => createElement(component(), props);
  return Object.assign(Late, { preload: () => component().preload() });
}
