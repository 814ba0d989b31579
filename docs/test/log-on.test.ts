import { chromium } from 'playwright-core';
import { chromiumPath } from '../../grader/src/machine.ts';
import { requires } from '../../grader/test/support/requires.ts';
import { gateway, listen, tokenUntil } from '../../services/gateway/test/support/neighbours.ts';

const token = tokenUntil(60);
const contract = {
  openapi: '3.1.0',
  info: { title: 'Person', version: '1.0' },
  paths: { '/persons': { get: { operationId: 'listPersons', responses: { 200: { description: 'All' } } } } },
};

/** Logs anybody on: by way of a page of another origin, as a provider's is. */
async function logOnService(opened: AsyncDisposableStack): Promise<string> {
  let back = '';
  const provider = opened.use(
    await listen((_request, response) => {
      response.setHeader('content-type', 'text/html');
      response.end(`<a href="${back}/login/callback?code=1">Yes, it is me</a>`);
    }),
  );
  const service = await listen((request, response) => {
    back = `http://${request.headers.host}`;
    response.setHeader('content-type', 'application/json');
    if (request.url === '/login') return response.writeHead(302, { location: provider.origin }).end();
    if (request.url === '/authorize') return response.end('{"allow":true,"principal":"1","scopes":["profile"]}');
    response.end(JSON.stringify({ access_token: token, token_type: 'Bearer' }));
  });
  return opened.use(service).origin;
}

requires('chromium')(
  'the button of the one Swagger UI logs on, and what is tried out then bears the token',
  async () => {
    await using opened = new AsyncDisposableStack();
    const person = opened.use(
      await listen((request, response) => {
        const isContract = request.url === '/openapi.json';
        response.setHeader('content-type', 'application/json');
        response.end(JSON.stringify(isContract ? contract : { bearer: request.headers.authorization }));
      }),
    );
    const front = opened.use(await gateway({ person: person.origin, oauth2: await logOnService(opened) }));
    const browser = await chromium.launch({ executablePath: chromiumPath() ?? '', args: ['--no-sandbox'] });
    opened.defer(() => browser.close());
    const page = await browser.newPage();
    await page.goto(`${front.origin}/api-docs/`);
    await page.locator('#operations-person-listPersons').waitFor();

    const popup = page.waitForEvent('popup');
    await page.getByRole('button', { name: 'Log on' }).click();
    await (await popup).getByText('Yes, it is me').click();
    await page.getByRole('button', { name: 'Logged on' }).waitFor();
    await page.locator('#operations-person-listPersons .opblock-summary-control').click();
    await page.getByRole('button', { name: 'Try it out' }).click();
    await page.getByRole('button', { name: 'Execute' }).click();

    const shown = page.locator('.live-responses-table .response-col_description');
    await expect(shown.last().textContent()).resolves.toContain(`Bearer ${token}`);
  },
);
