// A time limit on every wait.

/**
 * The promise's own outcome, or a fault once the time is over.
 * @template T
 * @param {number} ms
 * @param {Promise<T>} promise
 * @param {string} otherwise what did not happen
 * @returns {Promise<T>}
 */
export async function within(ms, promise, otherwise) {
  let timer;
  const over = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${otherwise} within ${ms / 1000} s`)), ms);
  });
  try {
    return await Promise.race([promise, over]);
  } finally {
    clearTimeout(timer);
  }
}
