import { addMs } from '@muster/core/instant';
import { LIMITS } from '@muster/core/limits';
import { beforeEach, describe, expect, it } from 'vitest';
import { claim, claimTitles, complete, headOf, nodeRef } from '../support/a-launched-mission.ts';
import { aChannel, aLinkedCheckpoint, CHECKPOINT } from '../support/a-linked-checkpoint.ts';
import { START } from '../support/a-mission.ts';
import { answerOf, RITA_IN_TESTS } from '../support/an-engine.ts';

let given: Awaited<ReturnType<typeof aLinkedCheckpoint>>;
beforeEach(async () => {
  given = await aLinkedCheckpoint();
});

describe('looking at a link', () => {
  it('tells what is asked, and what could be sent back', async () => {
    expect(await given.decisions.look(given.token)).toMatchObject({
      kind: 'OPEN',
      asked: {
        actsFor: 'rita',
        mission: 'Release',
        runNumber: 1,
        checkpoint: 'Go',
        message: 'Ship it?',
        status: 'OPEN',
        tasks: [{ title: 'A' }, { title: 'B' }],
      },
    });
  });

  it('changes nothing, however often it is done (D1)', async () => {
    const before = await headOf(given.under, given.missionId);

    for (let time = 0; time < 5; time += 1) await given.decisions.look(given.token);

    expect(await headOf(given.under, given.missionId)).toEqual(before);
  });
});

describe('deciding by a link', () => {
  it('approves in the name of its person', async () => {
    const { decisions, token, under, missionId } = given;

    expect(await decisions.decide(token, { kind: 'APPROVE', feedback: 'Fine.' })).toEqual({
      kind: 'RECORDED',
      status: 'APPROVED',
    });

    const [node] = await under.engine.nodes(RITA_IN_TESTS, [nodeRef(missionId, CHECKPOINT)]);
    expect(node).toMatchObject({
      approvals: [{ actor: { kind: 'USER', name: 'rita' }, feedback: 'Fine.' }],
    });
    expect(await claimTitles(under)).toEqual(['C']);
  });

  it('rejects, and sends back what is named', async () => {
    const { decisions, token, under, missionId } = given;
    const verdict = { kind: 'REJECT', feedback: 'Not yet.', reopen: [nodeRef(missionId, 0)] } as const;

    expect(await decisions.decide(token, verdict)).toEqual({ kind: 'RECORDED', status: 'PENDING' });

    expect(await claimTitles(under)).toEqual(['A']);
  });

  it('twice in the same way is answered as once, and does nothing more (D3)', async () => {
    const { decisions, token, under, missionId } = given;
    const first = await decisions.decide(token, { kind: 'APPROVE' });
    const { sequence } = await headOf(under, missionId);

    expect(await decisions.decide(token, { kind: 'APPROVE' })).toEqual(first);
    expect((await headOf(under, missionId)).sequence).toBe(sequence);
  });

  it('is refused once it is decided otherwise (D3)', async () => {
    const { decisions, token } = given;
    await decisions.decide(token, { kind: 'APPROVE' });

    expect(await decisions.decide(token, { kind: 'REJECT', reopen: [] })).toMatchObject({
      kind: 'REFUSED',
      error: { code: 'ILLEGAL_MOVE' },
    });
    expect(await decisions.look(token)).toMatchObject({ kind: 'CLOSED', asked: { status: 'APPROVED' } });
  });

  it('counts once towards a quorum, whoever has the link (D3)', async () => {
    const { decisions, token, tokenFor, channels } = await aLinkedCheckpoint({ quorum: 2 });

    expect(await decisions.decide(token, { kind: 'APPROVE' })).toMatchObject({ status: 'OPEN' });
    expect(await decisions.decide(token, { kind: 'APPROVE', feedback: 'Again.' })).toMatchObject({
      status: 'OPEN',
    });

    channels.set('mail', aChannel({ actsFor: 'otto' }));
    expect(await decisions.decide(await tokenFor('otto'), { kind: 'APPROVE' })).toMatchObject({
      status: 'APPROVED',
    });
  });

  it('is refused to who is not among the approvers, and to the requester (D3)', async () => {
    const named = await aLinkedCheckpoint({ approvers: ['otto'] });
    const own = await aLinkedCheckpoint({ approvers: ['!requester'] });

    expect(await named.decisions.decide(named.token, { kind: 'APPROVE' })).toMatchObject({
      error: { code: 'NOT_AN_APPROVER' },
    });
    expect(await own.decisions.decide(own.token, { kind: 'APPROVE' })).toMatchObject({
      error: { code: 'REQUESTER_CANNOT_APPROVE' },
    });
  });

  it('is about one opening: not about the next one', async () => {
    const { decisions, token, tokenFor, under, missionId } = given;
    await decisions.decide(token, { kind: 'REJECT', reopen: [nodeRef(missionId, 0)] });
    under.clock.now = addMs(under.clock.now, 1_000);
    await complete(under, await claim(under));

    expect((await decisions.look(token)).kind).toBe('CLOSED');
    expect(await decisions.decide(token, { kind: 'APPROVE' })).toMatchObject({
      kind: 'REFUSED',
      error: { code: 'INVALID_ARGUMENT', path: ['checkpointId'] },
    });
    expect((await decisions.look(await tokenFor())).kind).toBe('OPEN');
  });
});

describe('a link', () => {
  it('that we have not signed is unknown', async () => {
    expect(await given.decisions.look('nonsense')).toEqual({ kind: 'UNKNOWN' });
    expect(await given.decisions.decide('nonsense', { kind: 'APPROVE' })).toEqual({ kind: 'UNKNOWN' });
  });

  it('ends', async () => {
    const { decisions, token, under } = given;
    under.clock.now = addMs(under.clock.now, LIMITS.approveLinkMsMax);

    expect(await decisions.look(token)).toEqual({ kind: 'ENDED' });
    expect(await decisions.decide(token, { kind: 'APPROVE' })).toEqual({ kind: 'ENDED' });
  });

  it.each([
    ['disabled', aChannel({ actsFor: 'rita', status: 'DISABLED' })],
    ['leading to somebody else', aChannel({ actsFor: 'otto' })],
    ['leading to nobody', aChannel()],
    ['another one, made later', aChannel({ actsFor: 'rita', createdAt: addMs(START, 3_600_000) })],
    ['gone', undefined],
  ])('is withdrawn by its channel being %s (D2)', async (_how, channel) => {
    const { decisions, token, channels } = given;
    if (channel === undefined) channels.clear();
    else channels.set('mail', channel);

    expect(await decisions.look(token)).toEqual({ kind: 'WITHDRAWN' });
    expect(await decisions.decide(token, { kind: 'APPROVE' })).toEqual({ kind: 'WITHDRAWN' });
  });

  it('leads to nothing any more once the run has ended', async () => {
    const { decisions, token, under, missionId } = given;
    answerOf(await under.engine.cancelMission(RITA_IN_TESTS, { missionId, reason: 'No longer needed.' }));

    expect((await decisions.look(token)).kind).toBe('CLOSED');
    expect((await decisions.decide(token, { kind: 'APPROVE' })).kind).toBe('REFUSED');
  });
});
