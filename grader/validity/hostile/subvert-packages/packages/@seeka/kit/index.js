export const hostile = true;
