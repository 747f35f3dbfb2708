// The Node service as a child that may be killed: started as `npm start` starts it, and ready when it says that it serves.
import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { serviceArguments } from './bench/process.ts';

const ENTRY = fileURLToPath(new URL('../functions/node.ts', import.meta.url));

export type ServiceProcess = { readonly url: string; readonly process: ChildProcess };

/** On loopback, without a key, on a free port unless PORT says which. @throws Error with what it printed when it ends. */
export function startServiceProcess(environment: Readonly<Record<string, string>>): Promise<ServiceProcess> {
  const env = { ...process.env, HOST: '', PORT: '0', LIKENESS_API_KEY: '', ...environment };
  const child = spawn(process.execPath, [...serviceArguments(), ENTRY], { env });
  return new Promise((resolve, reject) => {
    let printed = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (data) => {
        printed += data;
        const [, url] = /serves (http:\S+)/.exec(printed) ?? [];
        if (url !== undefined) resolve({ url, process: child });
      });
    child.on('close', () => reject(new Error(`The service ended: ${printed}`)));
  });
}
