import { readFile, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, isAbsolute, join, sep } from 'node:path';
import type {
  Configuration,
  ExternalItemFunctionData,
  RspackPluginInstance,
  RuleSetRule,
  StatsError,
} from '@rspack/core';
import { course } from '../cli/labs.ts';

/** What is made into one file, and how. */
export interface BundleOptions {
  /** The service's own folder, as a real path. */
  folder: string;
  /** The file that starts it, from there. */
  entry: string;
  /** The bundle becomes `dist/server.js` here; what the sources find beside themselves is looked for from here. */
  out: string;
  /** Packages are part of the bundle, or looked for where it runs, as far as the course's own node_modules has them. */
  packages: 'inside' | 'installed';
  /** Shorter, and hard to read. */
  minified: boolean;
}

/** Something about a service's sources that makes no bundle. */
export class BundleError extends Error {
  override name = 'BundleError';
}

/** Where the bundle is in the folder made for it. */
export const BUNDLE = 'dist/server.js';
const FROM = dirname(BUNDLE);

/** Bundles a service for the pinned Node. @throws BundleError that names file and cause. */
export async function bundle(options: BundleOptions): Promise<void> {
  const { rspack } = await import('@rspack/core');
  const { SwcJsMinimizerRspackPlugin } = rspack;
  const minimizer = new SwcJsMinimizerRspackPlugin({
    extractComments: false,
    minimizerOptions: {
      ...{ minify: options.minified, mangle: options.minified, compress: options.minified },
      // Comments name the folders of what was joined, from here.
      format: { comments: false, beautify: !options.minified },
    },
  });
  const compiler = rspack(configuration(options, minimizer));
  const { promise, resolve, reject } = Promise.withResolvers<StatsError[]>();
  compiler.run((error, stats) => {
    const faults = stats?.toJson({ all: false, errors: true }).errors ?? [];
    compiler.close((onClose) => (error || onClose ? reject(error ?? onClose) : resolve(faults)));
  });
  const [fault] = await promise;
  if (fault) throw new BundleError(`${fault.moduleName ?? options.entry}: ${firstLine(fault.message)}`);
  await finish(options);
}

function configuration(options: BundleOptions, minimizer: RspackPluginInstance): Configuration {
  const { folder, entry, out, packages } = options;
  return {
    ...{ mode: 'production', target: 'node24', devtool: false, context: folder, entry: join(folder, entry) },
    output: {
      ...{ path: join(out, FROM), filename: 'server.js', module: true },
      ...{ chunkFormat: 'module', library: { type: 'module' } },
    },
    experiments: { outputModule: true },
    node: { __dirname: 'node-module', __filename: 'node-module' },
    // A folder handed in without node_modules finds the course's, as it does when it is graded.
    resolve: { extensions: ['.ts', '.js', '.json'], modules: ['node_modules', join(course, 'node_modules')] },
    module: {
      parser: { javascript: { url: false, importMeta: false, dynamicImportMode: 'eager' } },
      rules: rulesFor(folder),
    },
    externals: [packages === 'installed' ? isInstalled : isNowhere],
    optimization: { splitChunks: false, minimizer: [minimizer] },
    performance: false,
  };
}

const relocate = join(import.meta.dirname, 'relocate.cjs');

function rulesFor(base: string): RuleSetRule[] {
  const loader = { loader: relocate, options: { base, from: FROM } };
  const types = { jsc: { parser: { syntax: 'typescript' }, target: 'esnext' } };
  return [
    {
      test: /\.[cm]?[jt]s$/,
      exclude: /[\\/]node_modules[\\/]/,
      type: 'javascript/auto',
      use: [{ loader: 'builtin:swc-loader', options: types }, loader],
    },
    {
      test: /[\\/]swagger-ui-dist[\\/]absolute-path\.js$/,
      use: [join(import.meta.dirname, 'static-files.cjs')],
    },
  ];
}

/** In the course's own node_modules, where it is found from anywhere in the course. */
async function isInstalled(asked: ExternalItemFunctionData): Promise<string | undefined> {
  const { request = '' } = asked;
  const place = isPath(request) ? undefined : await placeOf(asked);
  return place?.startsWith(join(course, 'node_modules', request) + sep) ? `module-import ${request}` : isNowhere(asked);
}

/** What a package asks for only in a case that does not occur, such as knex for the drivers of other databases. */
async function isNowhere(asked: ExternalItemFunctionData): Promise<string | undefined> {
  const { request = '', context = '' } = asked;
  if (isPath(request) || !context.includes(`${sep}node_modules${sep}`)) return undefined;
  return (await placeOf(asked)) === undefined ? `node-commonjs ${request}` : undefined;
}

/** The file that is meant; undefined when there is none. */
async function placeOf({ request = '', context = '', getResolve }: ExternalItemFunctionData) {
  const { promise, resolve } = Promise.withResolvers<string | undefined>();
  getResolve?.()(context, request, (error, place) => resolve(error || !place ? undefined : String(place)));
  return await promise;
}

function isPath(request: string): boolean {
  return request.startsWith('.') || request.startsWith('node:') || isAbsolute(request);
}

/** A bundle runs elsewhere: what leads to this machine's folders, or to maps, would be missing there, and tell of them. */
async function finish({ folder, out }: BundleOptions): Promise<void> {
  const text = await readFile(join(out, BUNDLE), 'utf8');
  // A short one, as /root, may be meant otherwise.
  const places = [folder, course, homedir()].filter((place) => place.length > 5 && text.includes(place));
  if (places.length > 0) throw new BundleError(`The bundle names a folder of this machine: ${places.join(', ')}.`);
  await writeFile(join(out, BUNDLE), text.replaceAll(/^\s*\/\/# sourceMappingURL=.*$/gm, ''));
}

/** Without the marks and the drawing of the place. */
function firstLine(message: string): string {
  const line = message.split('\n').find((text) => text.trim() !== '') ?? '';
  return line.replace(/^[\s×⚠]+/u, '');
}
