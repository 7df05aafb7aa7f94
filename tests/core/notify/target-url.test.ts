import { LIMITS } from '@muster/core/limits';
import { targetUrlProblem } from '@muster/core/notify/target-url';
import { describe, expect, it } from 'vitest';

const PUBLIC = { allowsPrivate: false };
const TRIAL = { allowsPrivate: true };

describe('the address of a notification', () => {
  it.each([
    'https://example.com/hook',
    'https://example.com:443/',
    'https://hooks.example.com:8443/a?b=c',
    'https://xn--bcher-kva.example/',
  ])('may be %s', (url) => {
    expect(targetUrlProblem(url, PUBLIC)).toBeUndefined();
  });

  it.each([
    ['not-an-address', 'no address'],
    ['http://example.com/', 'https'],
    ['ftp://example.com/', 'https'],
    ['file:///etc/passwd', 'https'],
    ['https://rita:secret@example.com/', 'name or a password'],
    ['https://rita@example.com/', 'name or a password'],
    ['https://example.com/#part', 'fragment'],
    ['https://example.com:22/', 'port'],
    ['https://example.com:80/', 'port'],
    ['https://localhost/', 'host'],
    ['https://intranet/', 'host'],
    ['https://db.internal/', 'host'],
    ['https://printer.local./', 'host'],
    ['https://127.0.0.1/', 'host'],
    ['https://2130706433/', 'host'],
    ['https://0x7f.1/', 'host'],
    ['https://0177.0.0.1/', 'host'],
    ['https://8.8.8.8/', 'host'],
    ['https://[::1]/', 'host'],
    ['https://[::ffff:10.0.0.1]/', 'host'],
    [`https://example.com/${'a'.repeat(LIMITS.targetUrlLengthMax)}`, 'characters'],
  ])('may not be %s', (url, word) => {
    expect(targetUrlProblem(url, PUBLIC)).toContain(word);
  });

  it('may be on this machine, and without TLS, where that is allowed for trying things out', () => {
    expect(targetUrlProblem('http://127.0.0.1:9000/hook', TRIAL)).toBeUndefined();
    expect(targetUrlProblem('http://localhost/hook', TRIAL)).toBeUndefined();
    expect(targetUrlProblem('http://rita@localhost/hook', TRIAL)).toContain('password');
    expect(targetUrlProblem('ftp://localhost/hook', TRIAL)).toContain('https');
  });
});
