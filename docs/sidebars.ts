import type { SidebarsConfig } from '@docusaurus/plugin-content-docs';
import site from './generated/sidebar.json';

export default { site } as SidebarsConfig;
