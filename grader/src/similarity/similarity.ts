/** What is compared with what: one folder of code. */
export interface Candidate {
  id: string;
  name: string;
  folder: string;
}

export interface Options {
  /** E.g. "01-address": its starter does not count. */
  lab: string;
  /** The repository's root. */
  course: string;
  /** From here on, 0 to 1, submissions make a cluster. */
  threshold?: number;
  /** Code that more than this share of the class has, 0 to 1, does not count. */
  common?: number;
  onProgress?(done: number, total: number): void;
}

/** How alike the submissions of a lab are. It finds likeness; what it comes from, people must find out. */
export interface Similarity {
  lab: string;
  threshold: number;
  common: number;
  /** In the order given. */
  submissions: Compared[];
  /** Most alike first: the first 500, what each submission is most alike with, and 100 that are alike in part. */
  pairs: Pair[];
  /** Submissions, by id, that a chain of pairs at or above the threshold holds together; largest first. */
  clusters: string[][];
  /** How many submissions have their highest similarity in each twentieth from 0 to 1. */
  histogram: number[];
}

/** A submission, as far as it was compared. */
export interface Compared extends Candidate {
  files: number;
  /** Fingerprints that count, and those that most of the class has. */
  fingerprints: number;
  common: number;
  /** So little of its own that likeness would mean nothing; it was not compared. */
  tooLittle: boolean;
  highest: number;
  /** Id of the submission that it is most alike with. */
  nearest?: string;
  /** What was not compared, and why. */
  notes: string[];
}

export interface Pair {
  left: Side;
  right: Side;
  /** The share, 0 to 1, of both sides' fingerprints that the other side has too. */
  similarity: number;
  /** How many these are, on both sides together. */
  overlap: number;
  /** Fingerprints in the longest fragment. */
  longest: number;
  /** Below the threshold, but much of one side, or a long fragment, is in the other. */
  partly: boolean;
  /** Longest first. */
  fragments: Fragment[];
}

export interface Side {
  id: string;
  name: string;
  /** How much of this submission, 0 to 1, is in the other. */
  share: number;
}

/** Code that stands in both, apart from names, texts, numbers, comments and layout. */
export interface Fragment {
  /** In fingerprints. */
  length: number;
  left: Place;
  right: Place;
}

/** Lines of a file, counted from 1, both included. */
export interface Place {
  file: string;
  from: number;
  to: number;
}

/** The submissions cannot be compared as they were given. */
export class SimilarityError extends Error {
  override name = 'SimilarityError';
}
