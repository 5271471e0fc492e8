// Codes of rooms: short, and unambiguous to read aloud or from a screen (L3).
import { customAlphabet } from 'nanoid';

/** Digits and capitals without 0 O, 1 I L, and U (heard as V, and it makes words). */
const ALPHABET = '23456789ABCDEFGHJKMNPQRSTVWXYZ';

/** 30^6 codes: with 10,000 rooms open, one guess in 73,000 is right; the rate limit does the rest. */
const LENGTH = 6;

export const createCode: () => string = customAlphabet(ALPHABET, LENGTH);

/** The code in what a player typed: any case, with spaces or hyphens. */
export function readCode(typed: string): string {
  return typed.toUpperCase().replace(/[\s-]/gu, '');
}
