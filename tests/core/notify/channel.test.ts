import {
  type ChannelTarget,
  changedTarget,
  shownTarget,
  type TargetInput,
  targetOf,
} from '@muster/core/notify/channel';
import { describe, expect, it } from 'vitest';

const PUBLIC = { allowsPrivate: false };
const SECRET = `whsec_${'A'.repeat(43)}=`;
const OTHER = `whsec_${'B'.repeat(43)}=`;

function made(input: TargetInput): ReturnType<typeof targetOf> {
  return targetOf(input, { rules: PUBLIC, newSecret: () => SECRET });
}

function reasonOf(input: TargetInput): string {
  const result = made(input);
  return !result.ok && result.error.code === 'INVALID_ARGUMENT' ? result.error.detail.reason : '';
}

describe('the target of a channel', () => {
  it('of kind WEBHOOK has an address and a secret of its own', () => {
    const url = 'https://hooks.example/in';

    expect(made({ kind: 'WEBHOOK', url })).toEqual({
      ok: true,
      value: { kind: 'WEBHOOK', url, secrets: [SECRET] },
    });
    expect(made({ kind: 'WEBHOOK', url, secret: OTHER })).toMatchObject({ value: { secrets: [OTHER] } });
  });

  it('of kind EMAIL has addresses, each once', () => {
    expect(made({ kind: 'EMAIL', to: ['a@example.org', 'b@example.org', 'a@example.org'] })).toEqual({
      ok: true,
      value: { kind: 'EMAIL', to: ['a@example.org', 'b@example.org'] },
    });
  });

  it.each<[string, TargetInput, string]>([
    ['no address', { kind: 'SLACK' }, 'where it leads'],
    ['plain HTTP', { kind: 'SLACK', url: 'http://hooks.slack.com/x' }, 'https'],
    ['a private host', { kind: 'WEBHOOK', url: 'https://localhost/x' }, 'all the world'],
    ['a number for a host', { kind: 'WEBHOOK', url: 'https://169.254.169.254/x' }, 'all the world'],
    ['a secret that is none', { kind: 'WEBHOOK', url: 'https://a.example', secret: 'hunter2' }, 'whsec_'],
    ['a short secret', { kind: 'WEBHOOK', url: 'https://a.example', secret: 'whsec_AAAA' }, '24 to 64'],
    ['a secret of another kind', { kind: 'SLACK', url: 'https://a.example', secret: SECRET }, 'no secret'],
    ['mail with an address of the web', { kind: 'EMAIL', to: ['a@b.c'], url: 'https://a.example' }, 'no url'],
    ['nobody to mail to', { kind: 'EMAIL', to: [] }, '1 to 20'],
    ['a line break in an address', { kind: 'EMAIL', to: ['a@b.c\r\nBcc: x@y.z'] }, 'no address for mail'],
  ])('is refused with %s', (_, input, reason) => {
    expect(reasonOf(input)).toContain(reason);
  });
});

describe('changing a target', () => {
  const webhook: ChannelTarget = { kind: 'WEBHOOK', url: 'https://a.example/', secrets: [SECRET] };

  it('keeps what is not named', () => {
    expect(changedTarget(webhook, { url: 'https://b.example/' }, PUBLIC)).toEqual({
      ok: true,
      value: { ...webhook, url: 'https://b.example/' },
    });
  });

  it('to a new secret lets the former one sign along, and only that', () => {
    const once = changedTarget(webhook, { secret: OTHER }, PUBLIC);
    const third = `whsec_${'C'.repeat(43)}=`;

    expect(once).toMatchObject({ value: { secrets: [OTHER, SECRET] } });
    expect(once.ok && changedTarget(once.value, { secret: third }, PUBLIC)).toMatchObject({
      value: { secrets: [third, OTHER] },
    });
  });
});

describe('what is shown of a target (H2)', () => {
  it('holds no secret', () => {
    const url = 'https://a.example:8443/hooks/the-path-is-a-secret?token=1';
    expect(shownTarget({ kind: 'WEBHOOK', url, secrets: [SECRET] })).toBe('https://a.example:8443/…');
    expect(shownTarget({ kind: 'SLACK', url: 'https://hooks.slack.com/services/T/B/xyz' })).toBe(
      'https://hooks.slack.com/…',
    );
    expect(shownTarget({ kind: 'EMAIL', to: ['a@example.org'] })).toBe('a@example.org');
  });
});
