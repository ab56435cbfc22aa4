// A site that is not there, in Debian's Chromium: its HTTPS is intercepted by the forward proxy argv[2], whose authority
// (argv[4], PEM) the browser has been told to trust. A screenshot goes to the folder argv[3].
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';

const [proxy, pictures, authority] = process.argv.slice(2);

// Chromium with a home, and so a list of trusted authorities, of its own.
async function inBrowser({ trusting }, visit) {
  const home = mkdtempSync(join(tmpdir(), 'mimus-browser-'));
  const store = join(home, '.pki', 'nssdb');
  mkdirSync(store, { recursive: true });
  const certutil = (...words) => execFileSync('certutil', ['-d', `sql:${store}`, ...words]);
  certutil('-N', '--empty-password');
  if (trusting) certutil('-A', '-t', 'C,,', '-n', 'Mimus', '-i', authority);
  const browser = await chromium.launchPersistentContext(join(home, 'profile'), {
    executablePath: process.env.MIMUS_CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
      '--disable-component-update', '--disable-sync'],
    env: { ...process.env, HOME: home },
    proxy: { server: proxy },
  });
  try {
    await visit(await browser.newPage());
  } finally {
    await browser.close();
    rmSync(home, { recursive: true, force: true });
  }
}

// The page of one host asks another one, across origins; both are stubs.
await inBrowser({ trusting: true }, async (page) => {
  const problems = [];
  page.on('pageerror', (error) => problems.push(String(error)));
  page.on('console', (message) => message.type() === 'error' && problems.push(message.text()));
  const answer = await page.goto('https://shop.example/');
  assert.equal(answer.status(), 200);
  const shown = await answer.securityDetails();
  assert.match(shown.issuer, /^Mimus CA/);
  assert.match(shown.protocol, /^TLS 1\.3/);
  assert.ok((shown.validTo - shown.validFrom) / 86400 <= 398, 'as long as browsers accept');
  await page.locator('li', { hasText: 'Tea' }).waitFor();
  assert.deepEqual(await page.locator('li').allTextContents(), ['Tea 3.5', 'Milk 1.2']);
  assert.equal(await page.evaluate(() => window.isSecureContext), true);
  await page.screenshot({ path: join(pictures, 'intercepted.png') });
  assert.deepEqual(problems, []);
});

// Who does not know the authority is not deceived.
await inBrowser({ trusting: false }, async (page) => {
  await assert.rejects(page.goto('https://shop.example/'), /ERR_CERT_AUTHORITY_INVALID/);
});
