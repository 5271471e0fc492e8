// One text in the browser's storage. Where storage is forbidden or full, it lasts until the page is reloaded.

export type StoredValue = { get(): string | null; set(value: string | null): void };

/** `storage` is a function, since a browser that forbids storage throws when it is merely mentioned. */
export function storedValue(storage: () => Storage, key: string): StoredValue {
  let inMemory: string | null = null;
  return {
    get() {
      try {
        return storage().getItem(key);
      } catch {
        return inMemory;
      }
    },
    set(value) {
      inMemory = value;
      try {
        if (value === null) storage().removeItem(key);
        else storage().setItem(key, value);
      } catch {
        // Full or forbidden: the value in memory is used instead.
      }
    },
  };
}
