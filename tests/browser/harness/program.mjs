// The program under test as a child: started, listened to, stopped.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

import { announced } from "./announcement.mjs";
import { within } from "./limits.mjs";

const root = fileURLToPath(new URL("../../../", import.meta.url));

/** What opens the desk on the samples, with the simulator and the worker going on. */
export const DESK = ["replay", "samples", "--console"];

/**
 * Starts the program and waits until it has announced its desk.
 * @param {object} [how]
 * @param {string} [how.program] default: FBA_NFE_PROGRAM, else what cargo built
 * @param {string[]} [how.args]
 * @param {Record<string, string>} [how.env] beside this process's own
 * @param {number} [how.limit] ms until the announcement
 */
export async function startProgram({
  program = process.env.FBA_NFE_PROGRAM || "target/debug/fba-nfe",
  args = DESK,
  env = {},
  limit = 60_000,
} = {}) {
  const child = spawn(program, args, {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let log = "";
  let printed = "";
  // "close" comes after the last of its output, "exit" may come before.
  const ended = once(child, "close").then(
    ([status, signal]) => signal ?? `status ${status}`,
    (fault) => fault.message,
  );
  const orphan = () => child.kill("SIGKILL");
  process.once("exit", orphan);
  const { resolve: heard, promise: announcement } = signalled();
  child.stderr.setEncoding("utf8").on("data", (text) => (log += text));
  child.stdout.setEncoding("utf8").on("data", (text) => {
    log += text;
    printed += text;
    const desk = announced(printed);
    if (desk) heard(desk);
  });

  /** Asks it to end; how it ended ("status 0", or a signal's name). */
  async function stop() {
    child.kill("SIGTERM");
    try {
      return await within(10_000, ended, "the program did not end after SIGTERM");
    } catch (fault) {
      child.kill("SIGKILL");
      await ended;
      throw fault;
    } finally {
      process.removeListener("exit", orphan);
    }
  }

  const started = Promise.race([
    announcement,
    ended.then((how) => {
      throw new Error(`ended with ${how}, before it announced its desk`);
    }),
  ]);
  try {
    const desk = await within(limit, started, "announced no desk");
    return { ...desk, pid: child.pid, ended, log: () => log, stop };
  } catch (fault) {
    child.kill("SIGKILL");
    await ended;
    process.removeListener("exit", orphan);
    throw new Error(`${[program, ...args].join(" ")}: ${fault.message}\n${log}`);
  }
}

function signalled() {
  let resolve;
  const promise = new Promise((heard) => (resolve = heard));
  return { promise, resolve };
}
