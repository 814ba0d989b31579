/** The registry cannot be reached, or is broken: nobody can say what the packages are, so nothing can be graded. */
export class RegistryFault extends Error {
  override readonly name = 'RegistryFault';

  constructor(message: string, options?: ErrorOptions) {
    super(
      `The packages of the submission could not be fetched: ${message} Try again when the registry answers.`,
      options,
    );
  }
}

/** A package that is not installed, for a reason that its student can do something about: a sentence for the report. */
export class NotInstallable extends Error {
  override readonly name = 'NotInstallable';
}
