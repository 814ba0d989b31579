import TestRunner from 'jest-runner';

/** Runs its files in this process, one after the other. */
export default class SerialRunner extends TestRunner {
  isSerial = true;
}
