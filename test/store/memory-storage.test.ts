import { expect, test } from 'vitest';
import { MemoryStore, memoryStorage } from '../../src/store/index.ts';
import { matchArchiveContract } from './match-archive-contract.ts';
import { sessionStoreContract } from './session-store-contract.ts';
import { storeContract } from './store-contract.ts';

storeContract('[T22] MemoryStore', () => new MemoryStore());
sessionStoreContract('[T22] memory', () => memoryStorage().sessions);
matchArchiveContract('[T22] memory', () => memoryStorage().matches);

test('backup of a memory storage rejects', async () => {
  await expect(memoryStorage().backup('anywhere.db')).rejects.toThrow('cannot be backed up');
});
