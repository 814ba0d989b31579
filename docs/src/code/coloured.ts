import { createContext } from 'react';

/** HTML of the code in a block, coloured; undefined where its language is not known. */
export const Coloured = createContext<string | undefined>(undefined);
