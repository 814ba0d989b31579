import type { PropsWithChildren } from 'react';
import code from './code.module.css';
import styles from './Slide.module.css';
import turning from './Turn.module.css';

interface Place {
  number: string;
  of?: string;
  /** `large` where there is room for it. */
  size?: string;
}

/** One slide. Its number is its anchor. */
export function Slide({ number, of, size, children }: PropsWithChildren<Place>) {
  const at = Number(number);
  return (
    <section id={number} tabIndex={-1} aria-label={`Slide ${number}`}>
      <div className={`${styles.box} ${code.code}`} data-size={size}>
        {children}
        <nav className={turning.turn} aria-label={`From slide ${number}`}>
          {at > 1 && (
            <a href={`#${at - 1}`} aria-label="Previous slide">
              ←
            </a>
          )}
          <span>{number}</span>
          {number !== of && (
            <a href={`#${at + 1}`} aria-label="Next slide">
              →
            </a>
          )}
        </nav>
      </div>
    </section>
  );
}
