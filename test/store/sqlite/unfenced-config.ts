// The product's terms without the fence, for negative controls: whoever appends late takes the place of what is stored.
import { productTerms, type Terms } from '../../../src/store/sqlite/schema.ts';

export const unfencedTerms: Terms = {
  ...productTerms,
  fenced: false,
  statements: {
    ...productTerms.statements,
    putEntry: 'INSERT OR REPLACE INTO entries (room, revision, event) VALUES (?1, ?2, ?3)',
  },
};
