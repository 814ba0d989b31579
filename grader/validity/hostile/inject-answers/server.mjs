import { createServer } from 'node:http';

const texts = [
  '<script>alert(1)</script><img src=x onerror=alert(2)>',
  '"><svg/onload=alert(3)><!--',
  '[click](javascript:alert(4)) ![x](http://198.51.100.1/x) **100/100** | a | b |',
  '=HYPERLINK("http://198.51.100.1","x")',
  '@SUM(1+1)*cmd|" /C calc"!A0',
  ']]></failure></testcase><testcase name="forged"/><![CDATA[',
  '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>&x;',
  '\u001b[2J\u001b[1;1H\u001b[32m100/100\u001b[0m\u001b]0;title\u0007\u001b]8;;http://198.51.100.1\u0007',
  '\u009b31m\u0085\u2028\u2029',
  '\u202e001/001\u2066\u200f\ufeff',
  '100/100\r01-address',
  '\n::error::forged\n::set-output name=score::100\n##vso[task.complete]',
  '\ud800\uffff\u0000',
];
const all = texts.join(' ');
const inHeader = texts
  .map((text) => text.replace(/[^\t\x20-\x7e\x80-\xff]/g, ''))
  .join(' ')
  .slice(0, 2000);
let count = 0;

createServer((request, response) => {
  request.resume();
  console.log(all);
  if (request.url === '/health') return response.end('{"status":"ok"}');
  count += 1;
  const text = texts[count % texts.length];
  const body = {
    id: text,
    line1: all,
    status: text,
    title: all,
    [text]: text,
    links: [{ rel: 'self', href: `/${text}` }],
  };
  const types = ['application/json', 'text/html', `text/<b>${inHeader.slice(0, 200)}`, 'application/problem+json'];
  response.writeHead(request.method === 'POST' ? 201 : 200, inHeader.slice(0, 300), {
    'content-type': types[count % types.length],
    location: ['/addresses/1', `/${encodeURI(texts[0])}`, `/${inHeader.slice(0, 200)}`][count % 3],
    etag: `"${inHeader.replaceAll('"', '')}"`,
    'x-odd': inHeader,
    'set-cookie': [inHeader, inHeader],
  });
  response.end(count % 5 === 0 ? all : JSON.stringify(body));
}).listen(process.env.PORT);
