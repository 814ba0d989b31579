import { addresses, link, routes, store } from './edits.ts';

const ABSOLUTE = 'const path = href.startsWith(`${this.#base}/`) ? href.slice(this.#base.length) : href;';
const PUT = '.put(jsonBody(), link(parts))';
const END = 'await persons.link(person, null);';
const STORED = 'await others.update(this.#changed({ addressId }));';

/** More mistakes of checkpoint 2.4: in where a link is kept, where it may lead, and what it takes to end it. */
export const mutants = [
  {
    id: 'link.survives',
    describes: 'links are kept in memory, too, and read there',
    kills: ['link.survives'],
    edits: [
      store(STORED, `where.set(id, addressId);\n    ${STORED}`),
      store(
        'return this.#table.where({ id }).first();',
        'const found = await this.#table.where({ id }).first();\n    return found && { ...found, addressId: where.get(id) ?? null };',
      ),
      store(
        '/** The collection, and all of its SQL.',
        'const where = new Map<string, string | null>();\n\n/** The collection, and all of its SQL.',
      ),
    ],
  },
  {
    id: 'link.elsewhere.port',
    describes: 'any port of the host of Address will do',
    kills: ['link.elsewhere'],
    edits: [
      addresses(
        ABSOLUTE,
        'const path = URL.canParse(href) && new URL(href).hostname === new URL(this.#base).hostname ? new URL(href).pathname : href;',
      ),
    ],
  },
  {
    id: 'link.body.text',
    describes: 'a link in plain text is read as JSON',
    kills: ['link.body'],
    edits: [
      link(
        PUT,
        PUT.replace(
          'put(',
          "put((request, _response, next) => {\n      request.headers['content-type'] = 'application/json';\n      next();\n    }, ",
        ),
      ),
    ],
  },
  {
    id: 'link.body.empty',
    describes: 'a link without a body is a body that breaks a rule: 422',
    kills: ['link.body'],
    edits: [
      link(
        PUT,
        PUT.replace(
          'put(',
          "put((request, _response, next) => {\n      if (request.get('Content-Length') === '0') throw badLink('is missing');\n      next();\n    }, ",
        ),
      ),
    ],
  },
  {
    id: 'link.removed.asked',
    describes: 'a link ends only when its address is there',
    kills: ['link.removed'],
    edits: [
      link(
        END,
        `const said = await addresses.read(person.addressId, { traceparent: undefined });\n    if (said.status === 404) throw new Problem(404, 'The address is gone.');\n    ${END}`,
      ),
      link('function unlink({ persons }: LinkParts)', 'function unlink({ persons, addresses }: LinkParts)'),
    ],
  },
  {
    id: 'link.unknown.old',
    describes: 'a link that is refused ends the one before',
    kills: ['link.unknown'],
    edits: [
      link(
        "if (said.status === 404) throw badLink('leads to no address');",
        "if (said.status === 404) {\n      await persons.link(person, null);\n      throw badLink('leads to no address');\n    }",
      ),
    ],
  },
  {
    id: 'navigate.filter.link',
    describes: 'the items of a page never have the link address',
    kills: ['navigate.filter'],
    edits: [
      routes(
        'project(represent(person), asked.fields)',
        'project(represent({ ...person, addressId: null }), asked.fields)',
      ),
    ],
  },
  {
    id: 'navigate.and',
    describes: 'the filter address makes the others void',
    kills: ['navigate.and'],
    edits: [store('query.where({ addressId: address });', "query.clear('where').where({ addressId: address });")],
  },
];
