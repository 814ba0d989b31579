/** How many events this instance has had. It is kept in memory, where a function should keep nothing. */
let events = 0;

process.on('message', () => {
  events += 1;
  process.send?.(events);
});
process.send?.('ready');
