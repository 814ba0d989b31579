import { checkpoint, expect } from '../../src/check.ts';
import { inBatches } from './reading.ts';
import type { AddressContext } from './world.ts';

const check = checkpoint<AddressContext>('1.2');
const needs = ['create.status'];
type Api = Parameters<Parameters<typeof check>[3]>[0]['api'];

/** Each of these bodies is at fault in this one member. */
async function refused(api: Api, member: string, drafts: object[]): Promise<void> {
  for (const draft of drafts)
    expect(await api.post('/addresses', draft)).toBeProblem(422, { pointers: [`/${member}`] });
}

check(
  'member.missing',
  'each member that is needed and missing is at fault',
  { clause: 'A4, B', needs },
  async ({ api, make }) => {
    for (const member of ['line1', 'city', 'region', 'postalCode']) {
      await refused(api, member, [{ ...make.address(), [member]: undefined }]);
    }
  },
);

check(
  'member.type',
  'a member that is no text is at fault',
  { clause: 'A4, B', needs: ['member.missing'] },
  async ({ api, make }) => {
    for (const member of ['line1', 'line2', 'city', 'region', 'postalCode', 'country'] as const) {
      // Made a text, most of these would obey the rule.
      const right = { ...make.address(), line2: 'Apt 4', country: 'US' }[member];
      for (const wrong of [10_011, [right], true]) {
        await refused(api, member, [{ ...make.address(), [member]: wrong }]);
      }
    }
  },
);

check(
  'member.unknown',
  'a member that nobody knows is at fault, and its pointer is written as RFC 6901 has it',
  { clause: 'A4, RFC 6901 §3', needs },
  async ({ api, make }) => {
    await refused(api, 'colour', [{ ...make.address(), colour: 'red' }]);
    await refused(api, 'a~1b', [{ ...make.address(), 'a/b': 'red' }]);
    await refused(api, 'm~0n', [{ ...make.address(), 'm~n': 'red' }]);
  },
);

check(
  'member.server-owned',
  'a member that the service owns is at fault in a POST',
  { clause: 'A4', needs: ['member.unknown'] },
  async ({ api, make }) => {
    for (const member of ['id', 'links', 'createdAt', 'updatedAt', 'deliveryPoint']) {
      await refused(api, member, [{ ...make.address(), [member]: member === 'links' ? [] : '1' }]);
    }
  },
);

check(
  'member.all',
  'every member at fault is named, not the first alone, and not one kind of fault alone',
  { clause: 'A4', needs: ['member.missing', 'member.type', 'member.server-owned'] },
  async ({ api, make }) => {
    const { line1, city } = make.address();
    const wrong = { line1, city, region: 7, postalCode: 'x', country: 'XX' };
    const pointers = ['/region', '/postalCode', '/country'];
    expect(await api.post('/addresses', wrong)).toBeProblem(422, { pointers });
    // Missing, of another type, of another form, unknown, and not the client's to set.
    const mixed = { line1, region: 7, postalCode: 'x', colour: 'red', id: '1', size: 'L' };
    const all = ['/city', '/region', '/postalCode', '/colour', '/id', '/size'];
    expect(await api.post('/addresses', mixed)).toBeProblem(422, { pointers: all });
    const needed = ['/line1', '/city', '/region', '/postalCode'];
    expect(await api.post('/addresses', {})).toBeProblem(422, { pointers: needed });
  },
);

check(
  'member.empty',
  'an empty line1 or city is at fault',
  { clause: 'B', needs: ['member.missing'] },
  async ({ api, make }) => {
    await refused(api, 'line1', [make.address({ line1: '' })]);
    await refused(api, 'city', [make.address({ city: '' })]);
  },
);

check(
  'length.line1',
  'a line1 of 101 characters is at fault',
  { clause: 'B', needs: ['member.missing'], hints: 'member' },
  async ({ api, make }) => refused(api, 'line1', [make.address({ line1: `1 ${'a'.repeat(99)}` })]),
);

check(
  'length.line2',
  'a line2 of 101 characters is at fault',
  { clause: 'B', needs: ['member.missing'], hints: 'member' },
  async ({ api, make }) => refused(api, 'line2', [make.address({ line2: 'a'.repeat(101) })]),
);

check(
  'length.city',
  'a city of 65 characters is at fault',
  { clause: 'B', needs: ['member.missing'], hints: 'member' },
  async ({ api, make }) => refused(api, 'city', [make.address({ city: 'a'.repeat(65) })]),
);

check(
  'length.fits',
  'a line1 and line2 of 100 and a city of 64 characters are accepted, and an emoji is one character',
  { clause: 'B', needs: ['length.line1', 'length.line2', 'length.city'], demands: ['doubles'], hints: 'member' },
  async ({ api, make, verification }) => {
    // Houses are far from the limit in code points, and beyond it in UTF-16 and in bytes.
    for (const [city, end, line2] of [
      ['z'.repeat(64), 'x'.repeat(100), 'y'.repeat(100)],
      ['🏠'.repeat(40), '🏠'.repeat(45), '🏠'.repeat(60)],
    ] as const) {
      const draft = make.address();
      const line1 = Array.from(`${draft.line1} ${end}`).slice(0, 100).join('');
      const long = { ...draft, line1, line2, city };
      const { components, ...candidate } = make.candidate(draft);
      const lines = { delivery_line_1: long.line1, delivery_line_2: long.line2 };
      verification.teach(long, [{ ...candidate, ...lines, components: { ...components, city_name: city } }]);
      expect(await api.post('/addresses', long)).toHaveStatus(201);
    }
  },
);

check(
  'region.shape',
  'a region that is not two capital letters is at fault',
  { clause: 'B', needs: ['member.missing'], hints: 'member' },
  async ({ api, make }) => {
    const drafts = ['ny', 'N', 'NYC', 'New York', 'N1', '', ' NY', 'NY\n'].map((region) => make.address({ region }));
    await refused(api, 'region', drafts);
  },
);

const regions =
  'AL AK AZ AR CA CO CT DE FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND OH OK OR PA RI SC SD TN TX UT VT VA WA WV WI WY DC AS GU MP PR VI';

check(
  'region.all',
  'the 50 states, DC, AS, GU, MP, PR and VI are regions',
  { clause: 'B', needs: ['region.shape'], demands: ['doubles'], hints: 'member' },
  async ({ api, make, verification }) => {
    const answers = await inBatches(regions.split(' '), async (region) => {
      const draft = make.address();
      const { components, ...candidate } = make.candidate(draft);
      const moved = { ...draft, region };
      verification.teach(moved, [{ ...candidate, components: { ...components, state_abbreviation: region } }]);
      const { status } = await api.post('/addresses', moved);
      return status === 201 ? [] : [region];
    });
    expect({ refused: answers.flat() }).toEqual({ refused: [] });
  },
);

check(
  'postal.shape',
  'a postalCode that is neither 12345 nor 12345-6789 is at fault',
  { clause: 'B', needs: ['member.missing'], hints: 'member' },
  async ({ api, make }) => {
    const codes = ['1234', '123456', '12345-', '12345-678', '12345-67890', '12345 6789', 'ABCDE', ' 12345', '12345\n'];
    await refused(
      api,
      'postalCode',
      codes.map((postalCode) => make.address({ postalCode })),
    );
  },
);

check(
  'country.us',
  'a country other than US is at fault',
  { clause: 'B', needs, hints: 'member' },
  async ({ api, make }) => {
    await refused(
      api,
      'country',
      ['us', 'USA', 'DE', ''].map((country) => make.address({ country })),
    );
  },
);

check(
  'text.nul',
  'U+0000 in a text is refused with 422',
  { clause: 'A4', needs: ['member.missing'] },
  async ({ api, make }) => {
    for (const member of ['line1', 'line2', 'city']) {
      await refused(api, member, [make.address({ [member]: '4 Old \u0000 Road' })]);
    }
  },
);
