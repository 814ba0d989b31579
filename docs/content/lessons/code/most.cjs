const most = (pause) => {
  const arrivals = Array.from({ length: 1000 }, () => Math.floor(pause()));
  return Math.max(...Object.values(Object.groupBy(arrivals, String)).map((all) => all.length));
};
most(() => 200); // 1000
most(() => 100 + Math.random() * 200); // a dozen or so
