// One PostgreSQL database under Kysely, shared by any number of processes on any number of machines.
import {
  type ColumnDefinitionNode,
  DataTypeNode,
  Kysely,
  type KyselyPlugin,
  OperationNodeTransformer,
  PostgresDialect,
  type PostgresPool,
  type PostgresPoolClient,
  RawNode,
  sql,
} from 'kysely';
import pg from 'pg';
import { migrate, type Tables } from './sql-tables.ts';

/** Connections of a process; whoever finds none waits. A server allows 100 unless it is told otherwise. */
const CONNECTIONS = 10;

/** What a connection may take to be had, milliseconds: from the server, or from others in this process. */
const CONNECT_MS = 10_000;

/** A statement that takes longer is ended by the server. Ours take milliseconds, but for a lock or a large state. */
const STATEMENT_MS = 30_000;

/** Then the server is taken for lost: it would have ended the statement by itself. */
const ANSWER_MS = STATEMENT_MS + 5_000;

/** A process that stopped within a transaction holds its locks no longer than this. */
const IDLE_IN_TRANSACTION_MS = 60_000;

/** bigint, as node-postgres names it. */
const INT8 = 20;

export function isPostgresUrl(database: string): boolean {
  return /^postgres(ql)?:/.test(database);
}

/** The URL as it may be shown and logged: without password and options. */
export function shownPostgresUrl(url: string): string {
  if (!URL.canParse(url)) return 'postgres://...';
  const { username, host, pathname } = new URL(url);
  return `postgres://${username === '' ? '' : `${username}@`}${host}${pathname}`;
}

/**
 * Connects and brings the schema up to date, which processes that start at once do one after the other.
 * What the URL leaves out comes from PGUSER, PGPASSWORD and so on; `sslmode=verify-full` asks for TLS.
 * Once open, a statement fails while the server is away and succeeds when it is back.
 * @throws Error that says why, and never the password.
 */
export async function openPostgres(url: string): Promise<Kysely<Tables>> {
  if (!URL.canParse(url)) {
    throw new Error(
      'it is no URL: in a password, characters such as # / ? @ % are written as %23 %2F %3F %40 %25',
    );
  }
  await prepare(url);
  return new Kysely<Tables>({
    dialect: new PostgresDialect({
      pool: poolOf(url, {
        max: CONNECTIONS,
        statement_timeout: STATEMENT_MS,
        query_timeout: ANSWER_MS,
        idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_MS,
      }),
    }),
  });
}

/** Without a limit on statements: a process waits for another that is changing the schema. */
async function prepare(url: string): Promise<void> {
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool: poolOf(url, { max: 1 }) }) });
  try {
    await makeTables(db);
  } finally {
    await db.destroy();
  }
}

/** Brings a PostgreSQL up to date. @throws Error that says why it will not do. */
export async function makeTables(db: Kysely<Tables>): Promise<void> {
  const { rows } = await sql<{ encoding: string; standby: boolean; schema: string | null }>`
    select current_setting('server_encoding') as encoding, pg_is_in_recovery() as standby, current_schema() as schema
  `.execute(db);
  const [{ encoding, standby, schema }] = rows;
  if (encoding !== 'UTF8') throw new Error(`its encoding is ${encoding}, and UTF8 is wanted`);
  if (standby) throw new Error('it is a standby, which takes no writes');
  if (schema === null) throw new Error('its search_path names no schema that is there');
  await migrate(db.withPlugin(new SortedByBytes()), 'bytea', schema);
}

/** Text is compared byte by byte, as in every other store; a database's own collation would sort "a" between "A" and "B". */
class SortedByBytes extends OperationNodeTransformer implements KyselyPlugin {
  protected override transformColumnDefinition(node: ColumnDefinitionNode): ColumnDefinitionNode {
    const { dataType } = node;
    const text = DataTypeNode.is(dataType) && dataType.dataType === 'text';
    const type = text ? RawNode.createWithSql('text collate "C"') : dataType;
    return super.transformColumnDefinition({ ...node, dataType: type });
  }

  transformQuery: KyselyPlugin['transformQuery'] = ({ node }) => this.transformNode(node);
  transformResult: KyselyPlugin['transformResult'] = async ({ result }) => result;
}

function poolOf(url: string, options: pg.PoolConfig): PostgresPool {
  const pool = new pg.Pool({
    connectionString: url,
    application_name: 'likeness',
    connectionTimeoutMillis: CONNECT_MS,
    keepAlive: true,
    types: { getTypeParser: (oid, format) => (oid === INT8 ? Number : pg.types.getTypeParser(oid, format)) },
    ...options,
  });
  // A connection that ends while nobody waits for an answer on it; unheard, it would end the process. The next
  // statement on it fails, or the pool has opened another.
  pool.on('connect', (client) => client.on('error', () => undefined));
  pool.on('error', () => undefined);
  return {
    end: () => pool.end(),
    async connect() {
      const client = await pool.connect().catch((error: unknown) => {
        throw new Error(`no connection: ${reasonOf(error)}`, { cause: error });
      });
      let lost = false;
      return {
        async query(text: string, values: unknown[]) {
          try {
            return await client.query(text, values);
          } catch (error) {
            // What the server did not say itself leaves a connection in an unknown state: it is not used again.
            lost ||= !(error instanceof pg.DatabaseError);
            throw error;
          }
        },
        release: () => client.release(lost),
      } as unknown as PostgresPoolClient; // without cursors, which are for streams alone
    },
  };
}

/** Of an address with several, Node gives an error a try, and no message. */
function reasonOf(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(reasonOf).join(', ');
  return error instanceof Error ? error.message : String(error);
}
