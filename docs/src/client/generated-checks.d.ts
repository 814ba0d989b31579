// The tables of plugins/check-tables.ts.
declare module '@generated/registry?checks' {
  export { default } from '@generated/registry';
}
declare module '@generated/routesChunkNames?checks' {
  export { default } from '@generated/routesChunkNames';
}
declare module '@generated/routes?checks' {
  import type generated from '@generated/routes';

  const routes: () => typeof generated;
  export default routes;
}
