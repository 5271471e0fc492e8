// The product's configuration without the fence, for negative controls: a late append replaces a stored entry.
import { defaultConfig, type StoreConfig } from '../../../src/store/sqlite/schema.ts';

export const unfencedConfig: StoreConfig = {
  ...defaultConfig,
  fenced: false,
  statements: {
    ...defaultConfig.statements,
    putEntry: 'INSERT OR REPLACE INTO entries (room, revision, event) VALUES (?1, ?2, ?3)',
  },
};
