// What the program prints once its desk can be opened: the address, and the one-time logins of a local trial.
// The only place that knows how those lines look.

/**
 * Reads what the program printed so far. Null: not announced yet.
 * @param {string} printed
 * @returns {{ base: string, user: string, password: string, users: Record<string, string> } | null}
 */
export function announced(printed) {
  // Whole lines only: half an address is an address too.
  const lines = printed.slice(0, printed.lastIndexOf("\n") + 1);
  const base = /^desk (https?:\/\/(?:127\.0\.0\.1|localhost|\[::1\]):\d+)/m.exec(lines);
  const users = Object.fromEntries([...lines.matchAll(/^user (\S+) (\S+)$/gm)].map(([, name, password]) => [name, password]));
  const [first] = Object.entries(users);
  // The second person's line is the last one.
  if (!base || !first || Object.keys(users).length < 2) return null;
  return { base: base[1], user: first[0], password: first[1], users };
}
