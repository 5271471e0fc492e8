import { MemoryStore } from '../../src/store/index.ts';
import { storeContract } from './store-contract.ts';

storeContract('MemoryStore', () => new MemoryStore());
