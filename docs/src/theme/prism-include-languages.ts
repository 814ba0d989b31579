/** Docusaurus's client asks for languages of Prism; this site's has no Prism. */
export default function prismIncludeLanguages(): void {
  // Nothing to include.
}
