import { parseNodeId, parseWorkspaceId } from '@muster/core/ids';
import { addMs, instantOf } from '@muster/core/instant';
import { LIMITS } from '@muster/core/limits';
import { channelIdOf } from '@muster/core/notify/notify-ids';
import { createApproveLinks } from '@muster/engine/approve-links';
import type { ApprovalRequest } from '@muster/engine/ports/notifier';
import { describe, expect, it } from 'vitest';
import { anEngine } from '../support/an-engine.ts';

const OPENED = instantOf(1_790_000_000_000);
const { digest } = anEngine().context;

function linksOf(key: string, publicUrl = 'https://muster.example') {
  return createApproveLinks({ publicUrl: () => publicUrl, sign: (text) => digest(`${key}.${text}`) });
}

function aRequest(more: Partial<ApprovalRequest> = {}): ApprovalRequest {
  const workspaceId = parseWorkspaceId('ws_test');
  const checkpoint = parseNodeId('CHECKPOINT', 'chk_01JZZZZZZZZZZZZZZZZZZZZZZZ_1_3');
  if (!workspaceId || !checkpoint) throw new Error('these are ids');
  const channelId = channelIdOf('rita-mail');
  return { workspaceId, checkpoint, openedAt: OPENED, actsFor: 'Rita "R" Ö.', channelId, ...more };
}

function tokenOf(url: string): string {
  return new URL(url).searchParams.get('t') ?? '';
}

describe('a link that approves', () => {
  it('says whom it acts for, about what, and through which channel it went (L1)', () => {
    const links = linksOf('key');

    const url = links.urlFor(aRequest());

    expect(url).toMatch(/^https:\/\/muster\.example\/approve\?t=[\w-]+\.[\w-]+$/);
    const { expiresAt: _, ...told } = aRequest();
    expect(links.read(tokenOf(url))).toEqual({ ...told, endsAt: addMs(OPENED, LIMITS.approveLinkMsMax) });
  });

  it('is the same each time (L2)', () => {
    expect(linksOf('key').urlFor(aRequest())).toBe(linksOf('key').urlFor(aRequest()));
  });

  it('ends with its checkpoint, or after a week (L3)', () => {
    const soon = addMs(OPENED, 60_000);
    const links = linksOf('key');
    const endOf = (request: ApprovalRequest) => links.read(tokenOf(links.urlFor(request)))?.endsAt;

    expect(endOf(aRequest({ expiresAt: soon }))).toBe(soon);
    expect(endOf(aRequest({ expiresAt: addMs(OPENED, 2 * LIMITS.approveLinkMsMax) }))).toBe(
      addMs(OPENED, LIMITS.approveLinkMsMax),
    );
  });

  it('stands below the address that people know us by', () => {
    const url = linksOf('key', 'https://example.com/muster/').urlFor(aRequest());

    expect(url.startsWith('https://example.com/muster/approve?t=')).toBe(true);
  });

  it('of another key is none (L1)', () => {
    expect(linksOf('key').read(tokenOf(linksOf('other').urlFor(aRequest())))).toBeUndefined();
  });

  it('with any character changed, taken away or added is none (L1)', () => {
    const links = linksOf('key');
    const token = tokenOf(links.urlFor(aRequest()));

    for (let place = 0; place < token.length; place += 1) {
      const changed = token.charAt(place) === 'A' ? 'B' : 'A';
      expect(links.read(token.slice(0, place) + changed + token.slice(place + 1))).toBeUndefined();
      expect(links.read(token.slice(0, place) + token.slice(place + 1))).toBeUndefined();
    }
    for (const other of [
      '',
      '.',
      '..',
      `${token}.`,
      `${token}.a`,
      token.split('.')[0] ?? '',
      'x'.repeat(5_000),
    ]) {
      expect(links.read(other)).toBeUndefined();
    }
  });
});
