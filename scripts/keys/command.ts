// The keys command: keys are made, listed and revoked in a service's database while it runs, or for a Worker.
import { createHash, randomBytes } from 'node:crypto';
import { Command, InvalidArgumentError } from 'commander';
import { DAY_MS } from '../../functions/core/faces/store.ts';
import {
  endOf,
  isTenant,
  type KeyRecord,
  keyIdOf,
  mintKey,
  type Quota,
} from '../../functions/core/keys/key.ts';
import { parseQuota } from '../../functions/core/keys/limiter.ts';
import { ABOUT_SCOPES, isScope, SCOPES, type Scope } from '../../functions/core/keys/scopes.ts';
import type { KeyStore } from '../../functions/core/keys/store.ts';
import { createSqlKeyStore } from '../../functions/platform/keys-sql.ts';
import { databaseOption, withDatabase } from '../service-database.ts';

type Where = { readonly database?: string; readonly worker?: boolean };
type CreateFlags = Where & {
  readonly tenant: string;
  readonly scopes: readonly Scope[];
  readonly label?: string;
  readonly expires?: number;
  readonly rateLimit?: Quota;
};

type ListFlags = Where & { readonly json?: boolean };
type Print = (line: string) => void;

const KEYS_A_PAGE = 100;

const scopesHelp = SCOPES.map((name) => `  ${name.padEnd(12)} ${ABOUT_SCOPES[name]}`).join('\n');

export function keysCommand(print: Print): Command {
  const program = new Command('npm run -s keys --').description(
    'Makes, lists and revokes API keys. The service may run meanwhile.',
  );

  where(program.command('create'))
    .description('Makes a key and prints it, once: only its SHA-256 is kept.')
    .requiredOption('--scopes <list>', `what it may do: all, or some of ${SCOPES.join(',')}`, scopes)
    .option('--tenant <name>', 'whose galleries and styles it reaches', tenant, 'default')
    .option('--label <text>', 'what it is for, to be read in the list', label)
    .option('--expires <when>', 'in days as 90d, or at the beginning of a day (UTC) as 2027-01-31', expires)
    .option(
      '--rate-limit <requests/seconds>',
      "in place of the service's own, as 100/60; not on Workers",
      quota,
    )
    .addHelpText('after', `\nScopes:\n${scopesHelp}`)
    .action((flags: CreateFlags) => create(flags, print));

  where(program.command('list'))
    .description('Prints every key: id, tenant, state, scopes, label.')
    .option('--json', 'a line of JSON a key')
    .action((flags: ListFlags) => list(flags, print));

  where(program.command('revoke'))
    .description('Refuses a key from the next request on; a Worker may go on to take it for a minute.')
    .argument('<key>', 'its id, or the key itself')
    .action((key: string, flags: Where) => revoke(key, flags, print));

  return program;
}

function where(command: Command): Command {
  return databaseOption(command).option(
    '--worker',
    'prints the command that does it in the KV namespace of the Worker',
  );
}

async function create(
  { tenant, scopes, label, expires, rateLimit, database, worker }: CreateFlags,
  print: Print,
): Promise<void> {
  const asked = {
    tenant,
    scopes,
    label: label ?? null,
    expiresAt: expires ?? null,
    quota: rateLimit ?? null,
  };
  const { text, record } = await mintKey(asked, {
    random: randomBytes,
    sha256: async (key) => createHash('sha256').update(key).digest('hex'),
    now: Date.now,
  });
  if (!worker) await within(database, (store) => store.create(record), true);
  print(text);
  if (worker) print(wrangler('put', record.id, JSON.stringify(record)));
}

async function list({ database, worker, json }: ListFlags, print: Print): Promise<void> {
  if (worker) return print(wrangler('list'));
  await within(database, async (store) => {
    let cursor: string | undefined;
    do {
      const page = await store.list({ limit: KEYS_A_PAGE, cursor });
      for (const record of page.items) print(json ? JSON.stringify(shown(record)) : line(record));
      cursor = page.cursor ?? undefined;
    } while (cursor !== undefined);
  });
}

async function revoke(key: string, { database, worker }: Where, print: Print): Promise<void> {
  const id = keyIdOf(key) ?? key;
  if (worker) return print(wrangler('delete', id));
  const revoked = await within(database, (store) => store.revoke(id, Date.now()));
  if (!revoked) throw new Error(`There is no key ${id}.`);
  print(line(revoked));
}

/** `make`: a database that is not there is made. */
async function within<T>(
  database: string | undefined,
  work: (store: KeyStore) => Promise<T>,
  make = false,
): Promise<T> {
  if ((database ?? process.env.LIKENESS_DATABASE) === 'memory')
    throw new Error('A service in memory has no key but LIKENESS_API_KEY.');
  return withDatabase(database, ({ db }) => work(createSqlKeyStore(db)), make);
}

/** Without the digest: nobody has a use for it. */
function shown({ sha256: _, createdAt, expiresAt, revokedAt, ...same }: KeyRecord) {
  const times = { created_at: createdAt, expires_at: expiresAt, revoked_at: revokedAt };
  const iso = Object.entries(times).map(([name, ms]) => [name, ms && new Date(ms).toISOString()]);
  return { ...same, ...Object.fromEntries(iso) };
}

function line(record: KeyRecord): string {
  const { id, tenant, scopes, expiresAt, label } = record;
  const until = expiresAt === null ? 'valid' : `valid until ${new Date(expiresAt).toISOString()}`;
  return [id, tenant, endOf(record, Date.now()) ?? until, scopes.join(','), label ?? ''].join('  ').trimEnd();
}

/** To be run by whoever may: this command touches no account. */
function wrangler(verb: 'put' | 'list' | 'delete', ...given: readonly string[]): string {
  const words = [verb, '--binding', 'KEYS', '--remote', ...given.map(quoted)];
  return `npx wrangler kv key ${words.join(' ')}`;
}

/** As a POSIX shell reads it. */
function quoted(word: string): string {
  return /^[\w-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

function scopes(text: string): readonly Scope[] {
  if (text === 'all') return SCOPES;
  const words = text.split(',').map((word) => word.trim());
  const unknown = words.filter((word) => !isScope(word));
  if (unknown.length > 0)
    throw new InvalidArgumentError(
      `There is no scope "${unknown.join(', ')}"; there are ${SCOPES.join(', ')}, and all for every one.`,
    );
  return SCOPES.filter((scope) => words.includes(scope));
}

function tenant(text: string): string {
  if (isTenant(text)) return text;
  throw new InvalidArgumentError('Lower-case letters, digits and . _ - are wanted, 63 at most.');
}

function quota(text: string): Quota {
  try {
    return parseQuota(text);
  } catch (error) {
    throw new InvalidArgumentError((error as Error).message);
  }
}

function label(text: string): string {
  if (text.length <= 100 && !/\p{C}/u.test(text)) return text;
  throw new InvalidArgumentError('One line of at most 100 characters is wanted.');
}

function expires(text: string): number {
  const [, days] = /^(\d{1,5})d$/.exec(text) ?? [];
  const at = days
    ? Date.now() + Number(days) * DAY_MS
    : /^\d{4}-\d\d-\d\d$/.test(text)
      ? Date.parse(text)
      : Number.NaN;
  if (at > Date.now()) return at;
  throw new InvalidArgumentError('Expected days as 90d, or a coming day as 2027-01-31.');
}
