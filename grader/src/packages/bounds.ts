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

/** koa, fastify and knex are 94 packages in 4,200 files; npm takes 3 to 5 s for them on a busy machine. */
export const defaultBounds: Bounds = {
  metadataMegabytes: 20,
  tarballMegabytes: 30,
  unpackedMegabytes: 200,
  entries: 50_000,
  packages: 1_000,
  answerSeconds: 20,
  seconds: 90,
};
