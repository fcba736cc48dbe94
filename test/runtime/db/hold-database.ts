import { openDatabase } from '@parley/runtime/db/connect.ts';
import { migrate } from '@parley/runtime/db/migrate.ts';
import { sql } from 'kysely';

/** A process of its own that opens the data folder, commits one row, says so and stays, until the test kills it. */
const [dataDir] = process.argv.slice(2);
const { db } = await openDatabase({ dataDir });
await migrate(db);
await sql`insert into contacts (id, name) values (gen_random_uuid(), 'kept')`.execute(db);
console.log('open');
setInterval(() => {}, 1000);
