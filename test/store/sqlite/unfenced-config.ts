// The product's config without the fence, for negative controls: whoever appends late takes the place of what is stored.
import { defaultConfig, type StoreConfig } from '../../../src/store/sqlite/schema.ts';

export const unfencedConfig: StoreConfig = {
  ...defaultConfig,
  fenced: false,
  statements: {
    ...defaultConfig.statements,
    putEntry: 'INSERT OR REPLACE INTO entries (room, revision, event) VALUES (?1, ?2, ?3)',
  },
};
