import { isIP } from 'node:net';
import { kindOf, whyRefused } from '../../src/deploy/addresses.ts';
import { deployUrl } from '../../src/deploy/url.ts';

const refused: [what: string, ...addresses: string[]][] = [
  ['this host', '0.0.0.0', '0.1.2.3', '::'],
  ['loopback', '127.0.0.1', '127.255.255.254', '::1'],
  ['private', '10.0.0.1', '172.16.0.1', '172.31.255.255', '192.168.1.1', 'fd00::1', 'fc00::1'],
  ['link-local', '169.254.1.1', 'fe80::1', 'febf::1', 'fe80::1%eth0'],
  ['site-local', 'fec0::1'],
  ['metadata', '169.254.169.254', 'fd00:ec2::254', '100.100.100.200', '192.0.0.192', '168.63.129.16'],
  ['carrier-grade NAT', '100.64.0.1', '100.127.255.255'],
  ['multicast and broadcast', '224.0.0.1', '239.1.1.1', '255.255.255.255', 'ff02::1', 'ff0e::1'],
  ['documentation', '192.0.2.1', '198.51.100.1', '203.0.113.1', '2001:db8::1', '3fff::1'],
  ['benchmarks', '198.18.0.1', '198.19.255.255', '2001:2::1'],
  ['reserved', '240.0.0.1', '254.1.1.1', '192.0.0.1', '192.88.99.1', '100::1', '4000::1', '5f00::1', 'e000::1'],
  [
    'IPv4 in IPv6',
    '::ffff:127.0.0.1',
    '::ffff:7f00:1',
    '::ffff:8.8.8.8',
    '::ffff:0:127.0.0.1',
    '::127.0.0.1',
    '::7f00:1',
  ],
  ['NAT64', '64:ff9b::7f00:1', '64:ff9b::10.0.0.1', '64:ff9b:1::7f00:1'],
  ['6to4 and Teredo', '2002:7f00:1::', '2002:a00:1::1', '2001:0:7f00:1::1'],
];

test.each(refused)('%s: %s is no public address, nor are the others of its kind', (_what, ...addresses) => {
  for (const address of addresses) {
    expect(kindOf(address, [])).not.toBe('public');
    expect(whyRefused(address, 'https:', 'public')).toContain(`${address} is no public address`);
    expect(whyRefused(address, 'https:', { allow: ['1.1.1.1'] })).toContain(`${address} is no public address`);
    expect(whyRefused(address, 'http:', 'any')).toBeUndefined();
  }
});

test('addresses that were given out to the world are public', () => {
  const addresses = [
    '1.1.1.1',
    '8.8.8.8',
    '93.184.216.34',
    '172.32.0.1',
    '100.63.255.255',
    '2606:4700::1111',
    '2a00::1',
  ];
  for (const address of addresses) expect([address, kindOf(address, [])]).toEqual([address, 'public']);
});

test('the addresses of the grader’s own machine are not public, in either notation', () => {
  expect(kindOf('8.8.8.8', ['::1', '8.8.8.8'])).toBe('this machine');
  expect(kindOf('2606:4700:0::1111', ['2606:4700::1111'])).toBe('this machine');
});

test('what is no address is refused', () => {
  for (const text of ['', 'localhost', '1.2.3.4.5', '::g']) expect(kindOf(text)).toBe('unreadable');
});

test('a public address is asked over https alone; an allowed one over http too', () => {
  expect(whyRefused('1.1.1.1', 'https:', 'public')).toBeUndefined();
  expect(whyRefused('1.1.1.1', 'http:', 'public')).toContain('over https alone');
  expect(whyRefused('1.1.1.1', 'http:', { allow: ['10.0.0.0/8'] })).toContain('over https alone');
  expect(whyRefused('10.9.8.7', 'http:', { allow: ['10.0.0.0/8'] })).toBeUndefined();
  expect(whyRefused('fd00::7', 'http:', { allow: ['127.0.0.1', 'fd00::/64'] })).toBeUndefined();
});

test('an allowed address is not allowed inside another', () => {
  for (const address of ['::ffff:127.0.0.1', '64:ff9b::7f00:1', '::1', '127.0.0.2']) {
    expect(whyRefused(address, 'http:', { allow: ['127.0.0.1'] })).toBeDefined();
  }
});

test('what is allowed must be an address or a range', () => {
  for (const text of ['localhost', '10.0.0.0/33', '']) {
    expect(() => deployUrl('https://example.org', { addresses: { allow: [text] } })).toThrow(
      `"${text}" is neither an address nor a range`,
    );
  }
});

const loopback =
  '2130706433 017700000001 0x7f000001 0x7F.1 127.1 127.0.1 0177.0.0.1 0x7f.0x0.0x0.0x1 127.0.0.1. %31%32%37.0.0.1';
const wide = ['１２７.０.０.１', '①②⑦.0.0.1', '127。0。0。1'];
const six = '[::1] [0:0:0:0:0:0:0:1] [::ffff:127.0.0.1] [::ffff:7f00:1] [64:ff9b::7f00:1] [2002:7f00:1::] [::7f00:1]';
const others = '0 0x0 10.1 167772161 0xA9FEA9FE 2852039166 0251.0376.0251.0376 [fe80::1] 169.254.169.254 192.168.257';

// Each is an address to the URL parser, so none of them is ever looked up or connected to.
test.each([...loopback.split(' '), ...wide, ...six.split(' '), ...others.split(' ')])(
  'https://%s/ is refused',
  (host) => {
    expect(isIP(new URL(`https://${host}/`).hostname.replace(/[[\]]/g, ''))).not.toBe(0);
    const refusal = expect.objectContaining({ name: 'UnreadableSubmission', code: 'refused address' });
    expect(() => deployUrl(`https://${host}/`, { addresses: 'public' })).toThrow(refusal);
    expect(() => deployUrl(`http://${host}:80/`, { addresses: { allow: ['1.1.1.1'] } })).toThrow(refusal);
  },
);

test('a URL without https is refused for a class', () => {
  expect(() => deployUrl('http://example.org', { addresses: 'public' })).toThrow(
    expect.objectContaining({ code: 'refused address', message: '"http://example.org" is asked over https alone.' }),
  );
});
