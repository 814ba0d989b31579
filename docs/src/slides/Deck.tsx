import Head from '@docusaurus/Head';
import Link from '@docusaurus/Link';
import { HtmlClassNameProvider, PageMetadata } from '@docusaurus/theme-common';
import useBaseUrl from '@docusaurus/useBaseUrl';
import LayoutProvider from '@theme/Layout/Provider';
import MDXContent from '@theme/MDXContent';
import type { Props } from '@theme/MDXPage';
import { type ComponentProps, type ComponentType, useEffect } from 'react';
import styles from './Deck.module.css';
import { turnByKeys } from './keys';
import { Slide } from './Slide';

const parts = { Slide, img: Drawing };

/** A lesson as a talk: sections one below the other, each as large as the window; on paper each is a page. */
export default function Deck({ content: Content }: Props) {
  const { title = '', description, permalink } = Content.metadata;
  const Slides: ComponentType<{ components: typeof parts }> = Content;
  useEffect(turnByKeys, []);
  return (
    <HtmlClassNameProvider className={styles.page ?? ''}>
      <LayoutProvider>
        <PageMetadata title={`${title}: slides`} description={description} />
        <Head>
          <meta name="robots" content="noindex" />
        </Head>
        <main className={styles.deck}>
          <Slide number="1">
            <p className={styles.course}>
              <img src={useBaseUrl('/img/mark.svg')} alt="" /> Seeka
            </p>
            <h1>{title}</h1>
            <p data-part="lead">{description}</p>
            <p className={styles.links}>
              <Link to={permalink.replace('/slides/', '/lessons/')}>Read the lesson</Link>
              <span>Arrow keys turn the slides.</span>
            </p>
          </Slide>
          <MDXContent>
            <Slides components={parts} />
          </MDXContent>
        </main>
      </LayoutProvider>
    </HtmlClassNameProvider>
  );
}

/** Loaded at once, unlike the theme's images: what is printed may never have been scrolled to. */
function Drawing({ alt, ...props }: ComponentProps<'img'>) {
  return <img alt={alt} {...props} />;
}
