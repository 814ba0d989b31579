import pg from 'pg';

const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 10 });
pool.on('error', (error) => console.log(error.message));
const run = (sql) =>
  pool.query(sql).then(
    () => 0,
    (error) => console.log(error.message),
  );

await run('create unlogged table hostile_mark (text text); alter table hostile_mark alter text set storage plain');
// Stores until it is stopped, takes memory that no sandbox counts, and spins.
run("insert into hostile_mark select repeat('x', 7000) from generate_series(1, 1000000)");
run("set work_mem = '1GB'; select n, count(*) from generate_series(1, 100000000) n group by n order by n");
run('select count(*) from generate_series(1, 1000000000000)');
setInterval(() => 0, 1000);
