// What the program prints once its desk can be opened: the address, and the one-time login of a local trial.
// The only place that knows how those lines look.

/**
 * Reads what the program printed so far. Null: not announced yet.
 * @param {string} printed
 * @returns {{ base: string, user: string, password: string } | null}
 */
export function announced(printed) {
  // Whole lines only: half an address is an address too.
  const lines = printed.slice(0, printed.lastIndexOf("\n") + 1);
  const base = /https?:\/\/(?:127\.0\.0\.1|localhost|\[::1\]):\d+/.exec(lines);
  const user = /\buser(?:name)?:?\s+(\S+)/i.exec(lines);
  const password = /\bpassword:?\s+(\S+)/i.exec(lines);
  if (!base || !user || !password) return null;
  return { base: base[0], user: user[1], password: password[1] };
}
