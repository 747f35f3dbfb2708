// `npm run -s vault -- <verb>`: the keys that templates and webhooks' secrets are sealed by, while the service runs or not.
import { program } from 'commander';
import { createVault, type Vault } from '../functions/core/vault/envelope.ts';
import { parseMasterKeys } from '../functions/core/vault/master-keys.ts';
import { nodeCipher } from '../functions/platform/cipher-node.ts';
import {
  checkMasterKeys,
  rewrapTenant,
  sealSome,
  sealSomeSecrets,
  tenantsToRewrap,
  vaultStatus,
} from '../functions/platform/vault-sql.ts';
import { startProgress } from './progress.ts';
import { databaseOption, withDatabase } from './service-database.ts';
import { INTERRUPTED, untilSignal } from './until-signal.ts';

/** Subjects sealed in one transaction: it is soon over, so that nobody who enrols meanwhile waits long. */
const AT_ONCE = 50;

const ABOUT = `Templates and the secrets of webhooks are encrypted when LIKENESS_MASTER_KEY is set, to id:base64 of 32 bytes. Of a list by commas the
first key wraps and the others still open what they wrapped. Every verb may be ended by Ctrl-C and called again.`;

program.name('vault').description(`The keys that templates and webhooks' secrets are sealed by.\n\n${ABOUT}`);

verb('status', 'Says which master keys are in use, and what lies in the clear.').action(
  ({ database, json }: Options & { json?: boolean }) =>
    withDatabase(database, async ({ db }) => {
      const status = await vaultStatus(db);
      if (json) return console.log(JSON.stringify(status));
      for (const { master, tenants } of status.tenants)
        console.log(`${counted(tenants, 'tenant key')} under master key "${master}"`);
      console.log(`${counted(status.sealed, 'subject')} sealed, ${status.clear} in the clear`);
      const { sealed, clear } = status.secrets;
      console.log(`secrets of ${counted(sealed, 'webhook')} sealed, ${clear} in the clear`);
      if (status.pgvector > 0)
        console.log(`in the clear too, sealed or not: galleries with pgvector, ${status.pgvector}`);
    }),
);

verb('seal', 'Seals the templates and secrets from before there was a master key.').action(
  ({ database }: Options) =>
    withDatabase(database, async ({ db, erase }) => {
      const vault = vaultOf();
      await checkMasterKeys(db, vault);
      const { clear, secrets } = await vaultStatus(db);
      const webhooks = await untilDone('seal', secrets.clear, () => sealSomeSecrets(db, vault));
      const done = await untilDone('seal', clear, () => sealSome(db, vault, AT_ONCE));
      await erase(); // the log still has them in the clear
      console.log(`${counted(done, 'subject')} and the secrets of ${counted(webhooks, 'webhook')} sealed`);
    }),
);

verb('rotate', 'Wraps the tenants’ keys by the first master key; what those seal stays as it is.').action(
  ({ database }: Options) =>
    withDatabase(database, async ({ db, erase }) => {
      const vault = vaultOf();
      await checkMasterKeys(db, vault);
      const tenants = await tenantsToRewrap(db, vault);
      let next = 0;
      const done = await untilDone('rotate', tenants.length, async () => {
        if (next === tenants.length) return 0;
        await rewrapTenant(db, vault, tenants[next++]);
        return 1;
      });
      await erase(); // the log still has them under the old one
      console.log(`${counted(done, 'tenant key')} wrapped by "${vault.master}"`);
    }),
);

try {
  await program.parseAsync();
} catch (error) {
  console.error(`vault: ${error instanceof Error ? error.message : error}`);
  process.exitCode = 1;
}

type Options = { readonly database?: string };

function verb(name: 'status' | 'seal' | 'rotate', about: string) {
  const command = databaseOption(program.command(name).description(about));
  return name === 'status' ? command.option('--json', 'one line of JSON') : command;
}

/** @throws Error that says what is wrong with LIKENESS_MASTER_KEY. */
function vaultOf(): Vault {
  const text = process.env.LIKENESS_MASTER_KEY;
  if (!text) throw new Error('LIKENESS_MASTER_KEY is not set: id:base64 of 32 bytes is wanted');
  try {
    return createVault(nodeCipher, parseMasterKeys(text));
  } catch (error) {
    throw new Error(`LIKENESS_MASTER_KEY: ${(error as Error).message}`);
  }
}

/** Calls `some` until it has nothing more to do, or Ctrl-C; the answer is how much was done. */
async function untilDone(label: string, total: number, some: () => Promise<number>): Promise<number> {
  if (total === 0) return 0;
  const { signal, ended } = untilSignal();
  const progress = startProgress(label, total);
  let done = 0;
  try {
    while (!signal.aborted) {
      const more = await some();
      if (more === 0) break;
      done += more;
      progress.reach(Math.min(done, total), `${done}/${total}`);
      await new Promise((resolve) => setImmediate(resolve)); // a signal is heard between two
    }
  } finally {
    progress.stop();
    ended();
  }
  if (signal.aborted) {
    console.error(`${label}: stopped; what was done is kept, and the same command goes on`);
    process.exitCode = INTERRUPTED;
  }
  return done;
}

function counted(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? '' : 's'}`;
}
