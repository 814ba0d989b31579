import { spawn } from 'node:child_process';

const perl = `use Socket; my @all;
  while (socketpair(my $one, my $other, AF_UNIX, SOCK_STREAM, 0)) {
    for my $end ($one, $other) { $end->blocking(0); 1 while syswrite($end, "x" x 65536); }
    push @all, $one, $other;
  }
  sleep 1000;`;
for (let count = 0; count < 20; count += 1) spawn('perl', ['-MIO::Handle', '-e', perl], { stdio: 'inherit' });
setInterval(() => 0, 1000);
