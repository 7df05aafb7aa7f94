import { hash } from 'node:crypto';
import { answerApproval } from '@muster/api/answer-approval';
import { beforeEach, describe, expect, it } from 'vitest';
import { claimTitles, headOf } from '../support/a-launched-mission.ts';
import { aChannel, aLinkedCheckpoint } from '../support/a-linked-checkpoint.ts';

let given: Awaited<ReturnType<typeof aLinkedCheckpoint>>;
beforeEach(async () => {
  given = await aLinkedCheckpoint();
});

function get(token = given.token, method = 'GET') {
  const url = `https://muster.example/approve?t=${token}`;
  return answerApproval(given.decisions, { method, url, headers: {}, body: '' });
}

function post(
  fields: Readonly<Record<string, string | readonly string[]>>,
  type = 'application/x-www-form-urlencoded',
) {
  const form = new URLSearchParams({ t: given.token });
  for (const [name, value] of Object.entries(fields)) {
    form.delete(name);
    for (const one of [value].flat()) form.append(name, one);
  }
  const headers = { 'content-type': type };
  const url = 'https://muster.example/approve';
  return answerApproval(given.decisions, { method: 'POST', url, headers, body: form.toString() });
}

describe('the page of an approve link', () => {
  it('shows what is asked, and as whom one decides', async () => {
    const { status, body } = await get();

    expect(status).toBe(200);
    for (const shown of ['Release, run 1', 'Ship it?', 'Go', 'decides as rita'])
      expect(body).toContain(shown);
    expect(body.match(/type="checkbox" name="reopen"/g)).toHaveLength(2);
  });

  it.each(['GET', 'HEAD'])('changes nothing on %s, which programs send that follow links', async (method) => {
    const before = await headOf(given.under, given.missionId);

    const { status, body } = await get(given.token, method);

    expect(status).toBe(200);
    expect(body === '').toBe(method === 'HEAD');
    expect(await headOf(given.under, given.missionId)).toEqual(before);
  });

  it('runs no scripts, loads nothing, is framed by nobody, kept by nobody, and tells nobody its address', async () => {
    const { headers, body } = await get();

    const style = /<style>([\s\S]*)<\/style>/.exec(body)?.[1] ?? '';
    expect(headers['content-security-policy']).toBe(
      `default-src 'none'; style-src 'sha256-${hash('sha256', style, 'base64')}'; form-action 'self'; ` +
        "base-uri 'none'; frame-ancestors 'none'",
    );
    expect(headers).toMatchObject({
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
    });
    expect(body).not.toMatch(/<script|style=|https?:|\son\w+=/i);
  });

  it('shows what people wrote as text', async () => {
    given = await aLinkedCheckpoint({ message: '<img src=x onerror=alert(1)> "quoted"' }, '<b>rita</b>');

    const { body } = await get();

    expect(body).toContain('&#60;img src=x onerror=alert(1)&#62; &#34;quoted&#34;');
    expect(body).not.toContain('<img');
    expect(body).not.toContain('<b>');
  });

  it('is not there without a good link, and says so in a page', async () => {
    const cut = await get(given.token.slice(0, -1));
    given.channels.set('mail', aChannel({ actsFor: 'rita', status: 'DISABLED' }));
    const withdrawn = await get();

    expect([cut.status, withdrawn.status]).toEqual([404, 410]);
    expect(cut.body).toContain('<h1>Not found</h1>');
    expect(withdrawn.body).not.toContain('Release');
  });

  it('is not there at all where links are not set up', async () => {
    const url = 'https://muster.example/approve?t=abc';

    expect((await answerApproval(undefined, { method: 'GET', url, headers: {}, body: '' })).status).toBe(404);
  });
});

describe('what is sent from it', () => {
  it('approves', async () => {
    const answer = await post({ decision: 'approve' });

    expect(answer).toMatchObject({ status: 200, body: expect.stringContaining('<h1>Approved</h1>') });
    expect(await claimTitles(given.under)).toEqual(['C']);
    expect((await get()).body).toContain('There is nothing to decide');
  });

  it('rejects, with words, and sends back what was chosen', async () => {
    const page = (await get()).body;
    const [first = ''] = [...page.matchAll(/name="reopen" value="([^"]+)"/g)].map(([, id]) => id);

    const answer = await post({ decision: 'reject', feedback: 'Shorter, please.', reopen: first });

    expect(answer.body).toContain('sent back');
    expect(await claimTitles(given.under)).toEqual(['A']);
  });

  it('fails the run when nothing is sent back', async () => {
    const answer = await post({ decision: 'reject', feedback: 'No.' });

    expect(answer.body).toContain('The run has failed.');
    expect((await headOf(given.under, given.missionId)).status).toBe('FAILED');
  });

  it('twice is answered as once', async () => {
    const [first, second] = [await post({ decision: 'approve' }), await post({ decision: 'approve' })];

    expect(second).toEqual(first);
  });

  it('too late is told so', async () => {
    await post({ decision: 'approve' });

    expect(await post({ decision: 'reject' })).toMatchObject({
      status: 409,
      body: expect.stringContaining('It was decided before'),
    });
  });

  it('by somebody who may not decide is refused', async () => {
    given = await aLinkedCheckpoint({ approvers: ['otto'] });

    expect((await post({ decision: 'approve' })).status).toBe(403);
  });

  it.each([
    ['nothing', {}, undefined],
    ['another decision', { decision: 'maybe' }, undefined],
    ['a task that is none', { decision: 'reject', reopen: ['x'] }, undefined],
    ['too many words', { decision: 'reject', feedback: 'x'.repeat(5_000) }, undefined],
    ['JSON', { decision: 'approve' }, 'application/json'],
    ['far too much', { decision: 'approve', more: 'x'.repeat(70_000) }, undefined],
  ])('with %s in it does nothing', async (_what, fields, type) => {
    const before = await headOf(given.under, given.missionId);

    expect((await post(fields, type)).status).toBe(400);
    expect(await headOf(given.under, given.missionId)).toEqual(before);
  });

  it('with a link that is none does nothing', async () => {
    expect((await post({ decision: 'approve', t: 'nonsense' })).status).toBe(404);
  });

  it('in another way is not possible', async () => {
    expect(await get(given.token, 'DELETE')).toMatchObject({
      status: 405,
      headers: { allow: 'GET, HEAD, POST' },
    });
  });
});
