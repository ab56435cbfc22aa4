// The documentation page of the fake data server at argv[2], in Debian's Chromium: search, try, copy, dark, phone. Screenshots
// go to the folder argv[3].
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';

const [base, pictures] = process.argv.slice(2);
const profile = mkdtempSync(join(tmpdir(), 'mimus-browser-'));
const browser = await chromium.launchPersistentContext(profile, {
  executablePath: process.env.MIMUS_CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update',
    '--disable-sync'],
  viewport: { width: 1200, height: 900 },
  colorScheme: 'light',
});

async function open(page) {
  const problems = [];
  page.on('pageerror', (error) => problems.push(String(error)));
  page.on('console', (message) => message.type() === 'error' && problems.push(message.text()));
  page.on('request', (request) => request.url().startsWith(base) || request.url().startsWith('data:') || problems.push(`asks ${request.url()}`));
  await page.goto(`${base}/`);
  await page.locator('details').first().waitFor();
  return problems;
}

// Opens the card of a path and tries it; gives what came back, as text.
async function attempt(page, path, fill = {}) {
  const card = page.locator('details').filter({ has: page.getByText(path, { exact: true }) });
  await card.locator('summary').click();
  for (const [name, value] of Object.entries(fill)) {
    const field = card.getByLabel(name, { exact: false }).first();
    const choice = await field.evaluate((element) => element.tagName === 'SELECT');
    await (choice ? field.selectOption(value) : field.fill(value));
  }
  await card.getByRole('button', { name: 'Try it' }).click();
  const answer = card.getByLabel('Response');
  await answer.waitFor();
  return { card, text: await answer.textContent() };
}

try {
  const page = await browser.newPage();
  const problems = await open(page);

  // Every module is there, and every method.
  assert.equal(await page.locator('h2', { hasText: 'finance' }).count(), 1);
  assert.ok(await page.locator('details').count() > 270);

  // A search narrows the page down to what is called so.
  await page.locator('#search').fill('iban');
  await page.getByText('/fake/finance/iban', { exact: true }).waitFor();
  assert.ok(await page.locator('details:visible').count() < 8);
  await page.screenshot({ path: join(pictures, 'fake-docs-search.png') });
  await page.locator('#search').fill('there is no such thing');
  await page.locator('#nothing').waitFor();
  await page.locator('#search').fill('');

  // Trying one shows the request, the answer and the command; the seed holds for all.
  await page.locator('#seed').fill('42');
  const first = await attempt(page, '/fake/person/fullName', { sex: 'female' });
  assert.match(first.text, /\S/);
  const command = await first.card.getByLabel('curl command').textContent();
  assert.match(command, /^curl '.*\/fake\/person\/fullName\?sex=female&seed=42'$/);
  const again = await (await fetch(`${base}/fake/person/fullName?sex=female&seed=42`)).json();
  assert.deepEqual(JSON.parse(first.text), again);

  const profile1 = await attempt(page, '/basic_profile');
  assert.ok(JSON.parse(profile1.text).basic_profile.mail.includes('@'));
  const bad = await attempt(page, '/basic_profile/sex/{sex}/{quantity}', { quantity: '-1' });
  assert.match(await bad.card.locator('.status').textContent(), /^400/);
  await page.evaluate(() => scrollTo(0, 0));
  await page.screenshot({ path: join(pictures, 'fake-docs-light.png') });

  // Dark by choice, and kept.
  await page.locator('#theme').click();
  assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), 'dark');
  await page.reload();
  await page.locator('details').first().waitFor();
  assert.equal(await page.evaluate(() => getComputedStyle(document.documentElement).colorScheme), 'dark');
  await page.screenshot({ path: join(pictures, 'fake-docs-dark.png') });
  // The 400 that was asked for is the only thing the console may have said.
  assert.deepEqual(problems.filter((text) => !text.includes('400')), []);

  // On a phone nothing is wider than the screen.
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto(`${base}/`);
  await page.locator('details').first().waitFor();
  await attempt(page, '/basic_profile');
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), 'the page scrolls sideways');
  await page.screenshot({ path: join(pictures, 'fake-docs-phone.png') });
} finally {
  await browser.close();
  rmSync(profile, { recursive: true, force: true });
}
console.log('ok');
