/** What the packages of one submission may cost. Megabytes are 2^20 bytes. */
export interface Bounds {
  /** What a registry says of one package. */
  metadataMegabytes: number;
  /** One package, packed. */
  tarballMegabytes: number;
  /** All together, unpacked. */
  unpackedMegabytes: number;
  /** Files and folders of all together. */
  entries: number;
  packages: number;
  /** Until the registry answers, and between two parts of an answer. */
  answerSeconds: number;
  /** The whole installation. */
  seconds: number;
}

/** Express, knex and pg are 110 packages of 11 MB, and take 3 s from a cache. */
export const defaultBounds: Bounds = {
  metadataMegabytes: 20,
  tarballMegabytes: 30,
  unpackedMegabytes: 200,
  entries: 50_000,
  packages: 1_000,
  answerSeconds: 20,
  seconds: 90,
};
