import { SidebarProgress } from '@site/src/progress/SidebarProgress';
import type { Props } from '@theme/DocSidebarItem/Category';
import Category from '@theme-original/DocSidebarItem/Category';

/** A category of the side bar; beside a lab's stands how far one is in it. */
export default function SidebarCategory({ item, ...props }: Props) {
  const { lab } = (item.customProps ?? {}) as { lab?: string };
  if (lab === undefined) return <Category item={item} {...props} />;
  // The theme prints the label and does nothing else with it, for a category that is no link. Its type allows text only.
  const label = (<SidebarProgress lab={lab} label={item.label} />) as unknown as string;
  return <Category item={{ ...item, label }} {...props} />;
}
