// `npm run -s audit -- <verb>`: reads who did what to whose face, and checks that nothing of it was changed or taken out.
import { program } from 'commander';
import { type AuditRecord, brokenAt } from '../functions/core/audit/record.ts';
import { auditedTenants, createSqlAuditStore } from '../functions/platform/audit-sql.ts';
import { sha256Hex } from '../functions/platform/sha256.ts';
import type { SqlDatabase } from '../functions/platform/sql-database.ts';
import { databaseOption, withDatabase } from './service-database.ts';

type Options = { readonly database?: string; readonly tenant?: string; readonly head?: string };
type Db = SqlDatabase['db'];

const A_PAGE = 1_000;

program.name('audit').description('The record of who did what to whose face, which the service keeps.');

verb('list', 'Prints the records of a tenant, oldest first, a line of JSON each.').action(
  (options: Options) =>
    within(options, async (db, tenants) => {
      for (const tenant of tenants)
        for await (const record of records(db, tenant)) console.log(JSON.stringify({ tenant, ...record }));
    }),
);

verb(
  'verify',
  'Checks that each record is as it was written, that none is missing, and prints the last hash. Keep that elsewhere: with --head it is looked for the next time, since whoever can write the file could write the whole record anew.',
)
  .option('--head <hash>', 'a hash that an earlier check printed, which must still be there')
  .action((options: Options) =>
    within(options, async (db, tenants) => {
      let met = options.head === undefined;
      for (const tenant of tenants) {
        let last: AuditRecord | undefined;
        for await (const record of records(db, tenant)) {
          const broken = await brokenAt(sha256Hex, tenant, last, [record]);
          if (broken) throw new Error(`tenant ${tenant}: ${broken.why}`);
          met ||= record.hash === options.head;
          last = record;
        }
        const end = await db
          .selectFrom('audit_ends')
          .selectAll()
          .where('tenant', '=', tenant)
          .executeTakeFirst();
        if (Number(end?.seq ?? 0) !== (last?.seq ?? 0))
          throw new Error(
            `tenant ${tenant}: the last record is ${last?.seq ?? 0}, and ${end?.seq} were written`,
          );
        console.log(
          `${tenant}: ${last?.seq ?? 0} records, all as they were written; the last is ${last?.hash ?? 'none'}`,
        );
      }
      if (!met)
        throw new Error(`no record has the hash ${options.head}: what it ended is not there any more`);
    }),
  );

try {
  await program.parseAsync();
} catch (error) {
  console.error(`audit: ${error instanceof Error ? error.message : error}`);
  process.exitCode = 1;
}

function verb(name: string, about: string) {
  return databaseOption(program.command(name).description(about)).option(
    '--tenant <tenant>',
    'this one; else all',
  );
}

function within(
  { database, tenant }: Options,
  work: (db: Db, tenants: readonly string[]) => Promise<void>,
): Promise<void> {
  return withDatabase(database, async ({ db }) =>
    work(db, tenant === undefined ? await auditedTenants(db) : [tenant]),
  );
}

async function* records(db: Db, tenant: string): AsyncGenerator<AuditRecord> {
  const store = createSqlAuditStore(db);
  for (let cursor: number | undefined = 0; cursor !== undefined; ) {
    const page = await store.list(tenant, { limit: A_PAGE, cursor });
    yield* page.items;
    cursor = page.cursor === null ? undefined : Number(page.cursor);
  }
}
