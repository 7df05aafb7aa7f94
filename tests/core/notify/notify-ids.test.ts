import { standaloneIdOf } from '@muster/core/ids';
import { channelIdOf, deliveryIdOf, parseChannelId, parseDeliveryId } from '@muster/core/notify/notify-ids';
import { describe, expect, it } from 'vitest';
import { MISSION_ID } from '../../support/a-mission.ts';

describe('the id of a delivery', () => {
  it.each([
    { missionId: MISSION_ID, sequence: 12, channel: 'ops' },
    { missionId: MISSION_ID, sequence: 0, channel: 'Ops-2' },
    { missionId: standaloneIdOf('01JD6Z3Q0000000000000000MS'), sequence: 3, channel: 'a' },
  ])('leads back to event and channel: $sequence, $channel', (ref) => {
    expect(parseDeliveryId(deliveryIdOf(ref))).toEqual(ref);
  });

  it('holds no dot: receivers sign and compare it between dots', () => {
    expect(deliveryIdOf({ missionId: MISSION_ID, sequence: 12, channel: 'ops' })).toBe(
      'dlv_01JD6Z3Q0000000000000000MS_12_ops',
    );
    expect(parseDeliveryId('dlv_01JD6Z3Q0000000000000000MS_12_o.ps')).toBeUndefined();
  });

  it.each([
    '',
    'dlv_',
    'dlv_x_1_ops',
    'dlv_01JD6Z3Q0000000000000000MS_ops',
    'evt_01JD6Z3Q0000000000000000MS_1_ops',
  ])('is not %j', (text) => {
    expect(parseDeliveryId(text)).toBeUndefined();
  });
});

describe('the id of a channel', () => {
  it('leads back to its name', () => {
    expect(parseChannelId(channelIdOf('on-call'))).toBe('on-call');
  });

  it.each(['chn_', 'chn_a_b', 'chn_-a', 'chn_a.b', `chn_${'a'.repeat(64)}`, 'ops'])('is not %j', (text) => {
    expect(parseChannelId(text)).toBeUndefined();
  });
});
