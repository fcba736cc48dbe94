import { randomBytes } from 'node:crypto';
import pg from 'pg';

/** A database on a PostgreSQL server that the tests created. */
export interface ServerDatabase {
  name: string;
  url: string;
  /** Closes what is still connected, and deletes the database. */
  drop(): Promise<void>;
}

/** Creates a database under a new name, as a copy of `template`, which nobody may be connected to. */
export async function createDatabase(serverUrl: string, template: string): Promise<ServerDatabase> {
  const name = `parley_test_${randomBytes(6).toString('hex')}`;
  await runStatement(serverUrl, `create database ${name} template ${template}`);
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  const drop = () => runStatement(serverUrl, `drop database if exists ${name} with (force)`);
  return { name, url: url.href, drop };
}

async function runStatement(serverUrl: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: serverUrl });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
