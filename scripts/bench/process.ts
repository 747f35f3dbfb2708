// A contestant in a process of its own, so that CPU time and memory are nobody else's: questions in, answers out.
import { type ChildProcess, fork } from 'node:child_process';
import { readFileSync } from 'node:fs';

type Question = { readonly id: number; readonly name: string };
type Answer = { readonly id: number; readonly value?: unknown; readonly error?: string };

export type Contestant = {
  /** Runs one of the commands that the file serves. @throws Error with the contestant's own message. */
  ask<T>(name: string): Promise<T>;
  stop(): void;
};

/** V8's options as `npm start` gives them to the service, and TypeScript as it runs it. */
export function serviceArguments(): readonly string[] {
  const { scripts } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
  const [, options] = /node (--.*) --import tsx functions\/node\.ts/.exec(scripts.start) ?? [];
  if (options === undefined) throw new Error(`package.json starts the service otherwise: ${scripts.start}`);
  return [...options.split(' '), '--import', import.meta.resolve('tsx')];
}

/** In the contestant's file: answers each question with the command of its name, one at a time as they are asked. */
export function serve(commands: Readonly<Record<string, () => Promise<unknown>>>): void {
  process.on('disconnect', () => process.exit());
  process.on('message', async ({ id, name }: Question) => {
    try {
      process.send?.({ id, value: await commands[name]() } satisfies Answer);
    } catch (error) {
      process.send?.({
        id,
        error: error instanceof Error ? (error.stack ?? error.message) : String(error),
      } satisfies Answer);
    }
  });
}

export function start(file: URL, args: readonly string[] = []): Contestant {
  const child: ChildProcess = fork(file, args, {
    execArgv: [...serviceArguments()],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const waiting = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();
  let asked = 0;
  child.on('message', ({ id, value, error }: Answer) => {
    if (error === undefined) waiting.get(id)?.resolve(value);
    else waiting.get(id)?.reject(new Error(error));
    waiting.delete(id);
  });
  child.on('exit', (code, signal) => {
    for (const { reject } of waiting.values())
      reject(new Error(`${file.pathname} ended with ${signal ?? `status ${code}`}.`));
    waiting.clear();
  });
  return {
    ask: <T>(name: string) =>
      new Promise<T>((resolve, reject) => {
        waiting.set(++asked, { resolve: resolve as (value: unknown) => void, reject });
        child.send({ id: asked, name } satisfies Question);
      }),
    stop: () => {
      if (child.connected) child.disconnect();
    },
  };
}
