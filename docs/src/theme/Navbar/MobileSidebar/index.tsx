import { useNavbarMobileSidebar } from '@docusaurus/theme-common/internal';
import MobileSidebar from '@theme-original/Navbar/MobileSidebar';
import { useState } from 'react';

/** The menu of a narrow window, made when it is first opened: each page comes to life sooner without it. */
export default function LateMobileSidebar() {
  const { shown } = useNavbarMobileSidebar();
  const [wasShown, setWasShown] = useState(shown);
  if (shown && !wasShown) setWasShown(true);
  return wasShown ? <MobileSidebar /> : null;
}
