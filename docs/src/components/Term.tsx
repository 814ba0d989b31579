import Link from '@docusaurus/Link';
import { type MouseEvent, type PropsWithChildren, useEffect, useId, useRef, useState } from 'react';
import styles from './Term.module.css';

type OfTerm = PropsWithChildren<{ 'data-at': string; 'data-says': string }>;

/**
 * A word of the glossary: a link to its entry, and what it means while one points at it or has come to it by keyboard.
 * That much is CSS. The script lets Escape hide it (WCAG 2.2, 1.4.13), and lets a first tap show it instead of leaving.
 */
export function Term({ 'data-at': at, 'data-says': says, children }: OfTerm) {
  const id = useId();
  const tapped = useRef(false);
  const [awake, setAwake] = useState(false);
  const [shut, setShut] = useState(false);
  const wake = () => setAwake(true);
  const sleep = () => {
    setAwake(false);
    setShut(false);
  };
  useEffect(() => {
    if (!awake) return undefined;
    const onKey = ({ key }: KeyboardEvent) => key === 'Escape' && setShut(true);
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [awake]);
  const onClick = (event: MouseEvent<HTMLAnchorElement>) => {
    const byTouch = (event.nativeEvent as PointerEvent).pointerType === 'touch';
    if (byTouch && !tapped.current) event.preventDefault();
    tapped.current = true;
  };
  const onBlur = () => {
    tapped.current = false;
    sleep();
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: nothing is done here, only noticed; the link within is what acts.
    <span
      className={styles.term}
      data-shut={shut || undefined}
      onMouseEnter={wake}
      onMouseLeave={sleep}
      onFocus={wake}
      onBlur={onBlur}
    >
      <Link className={styles.word} to={at} aria-describedby={id} onClick={onClick}>
        {children}
      </Link>
      <span className={styles.says} id={id} role="tooltip">
        {says}
      </span>
    </span>
  );
}
