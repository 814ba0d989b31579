import { type Shell, UsageError, wantsColour } from '../cli/shell.ts';
import { BundleError } from './bundle.ts';

/** Does work that takes seconds; a terminal is told of each step. What the sources are at fault for is no fault of ours. */
export async function inSteps<T>(shell: Shell, work: (step: (text: string) => void) => Promise<T>): Promise<T> {
  const { stderr } = shell;
  const { default: ora } = await import('ora');
  // A terminal that does not know its width would have ora clear lines without end.
  const isSilent = !stderr.isTTY || !stderr.columns;
  const color = wantsColour({ env: shell.env, stdout: stderr }) ? 'cyan' : false;
  const spinner = ora({ stream: stderr as NodeJS.WriteStream, discardStdin: false, isSilent, color });
  try {
    return await work((text) => void spinner.start(text));
  } catch (error) {
    throw error instanceof BundleError ? new UsageError(error.message) : error;
  } finally {
    spinner.stop();
  }
}
