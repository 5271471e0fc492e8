// Codes of rooms: short, and unambiguous to read aloud or from a screen (L3).
import { customAlphabet } from 'nanoid';

/** Digits and capitals without 0 O, 1 I L, and U (heard as V, and it makes words). */
const ALPHABET = '23456789ABCDEFGHJKMNPQRSTVWXYZ';

/** 30^6 codes: with ten thousand rooms open, one guess in 73,000 hits; the rest is the rate limit's. */
const LENGTH = 6;

export const createCode: () => string = customAlphabet(ALPHABET, LENGTH);

/** A code as it may have been typed: any case, with spaces or hyphens. */
export function readCode(typed: string): string {
  return typed.toUpperCase().replace(/[\s-]/gu, '');
}
