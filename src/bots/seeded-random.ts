// Pseudo-random numbers from a seed, for bots and tests. Never for hidden cards: from some numbers the rest can be computed.

/** A generator of numbers in [0, 1) with 32 bits each (sfc32). The same seed gives the same numbers. */
export function seededRandom(seed: string | number): () => number {
  const [first, second, third] = spread(String(seed));
  const next = sfc32(first, second, third);
  // The first numbers of similar seeds are similar; the generator's author advises to skip 12.
  for (let round = 0; round < 12; round += 1) next();
  return next;
}

function sfc32(first: number, second: number, third: number): () => number {
  let [a, b, c, counter] = [first, second, third, 1];
  return () => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return (sum >>> 0) / 2 ** 32;
  };
}

/** Three 32-bit numbers from a text (FNV-1a with three offsets). */
function spread(text: string): [number, number, number] {
  return [0x811c9dc5, 0x9e3779b9, 0x7f4a7c15].map((start) => {
    let hash = start;
    for (let i = 0; i < text.length; i += 1) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
    return hash;
  }) as [number, number, number];
}
