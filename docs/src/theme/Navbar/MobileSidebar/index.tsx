import { useNavbarMobileSidebar } from '@docusaurus/theme-common/internal';
import MobileSidebar from '@theme-original/Navbar/MobileSidebar';
import { useEffect, useState } from 'react';

/** The menu of a narrow window, made when it is first opened: each page comes to life sooner without it. */
export default function LateMobileSidebar() {
  const { shown, toggle } = useNavbarMobileSidebar();
  const [wasShown, setWasShown] = useState(shown);
  if (shown && !wasShown) setWasShown(true);
  useEffect(() => (shown ? alone(toggle) : undefined), [shown, toggle]);
  return wasShown ? <MobileSidebar /> : null;
}

/** Gives the menu the keyboard, until what is returned is called; Escape shuts it. */
function alone(shut: () => void): () => void {
  const before = document.activeElement;
  const rest = document.querySelectorAll('.navbar__inner, #__docusaurus > :not(nav)');
  const shutByEscape = ({ key }: KeyboardEvent) => key === 'Escape' && shut();
  for (const part of rest) part.toggleAttribute('inert', true);
  document.querySelector<HTMLElement>('.navbar-sidebar__close')?.focus();
  document.addEventListener('keydown', shutByEscape);
  return () => {
    for (const part of rest) part.removeAttribute('inert');
    document.removeEventListener('keydown', shutByEscape);
    if (before instanceof HTMLElement) before.focus();
  };
}
