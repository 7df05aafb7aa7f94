/**
 * Ids of channels and deliveries. A channel's name is its identity within the workspace. A delivery's id follows from
 * what it tells of and where it goes, so that whoever makes it again makes the same one.
 */
import { eventIdOf, type MissionId, parseEventId } from '../ids.ts';

export type ChannelId = string & { readonly __brand: 'ChannelId' };
export type DeliveryId = string & { readonly __brand: 'DeliveryId' };

/** Letters, digits and hyphens, at most 63: Standard Webhooks signs ids between dots, so that an id must hold none. */
export const CHANNEL_NAME_PATTERN = /^[A-Za-z0-9][A-Za-z0-9-]{0,62}$/;

/** An event, and the name of the channel that is told of it. */
export interface DeliveryRef {
  readonly missionId: MissionId;
  /** Of the event. */
  readonly sequence: number;
  readonly channel: string;
}

export function isChannelName(text: string): boolean {
  return CHANNEL_NAME_PATTERN.test(text);
}

export function channelIdOf(name: string): ChannelId {
  return `chn_${name}` as ChannelId;
}

/** The channel's name. */
export function parseChannelId(text: string): string | undefined {
  const name = text.slice('chn_'.length);
  return text.startsWith('chn_') && isChannelName(name) ? name : undefined;
}

/** No name of a channel has an underscore: what comes before the last one is the event's. */
export function deliveryIdOf({ missionId, sequence, channel }: DeliveryRef): DeliveryId {
  return `dlv_${eventIdOf(missionId, sequence).slice('evt_'.length)}_${channel}` as DeliveryId;
}

export function parseDeliveryId(text: string): DeliveryRef | undefined {
  const end = text.lastIndexOf('_');
  const channel = text.slice(end + 1);
  if (!text.startsWith('dlv_') || end < 'dlv_'.length || !isChannelName(channel)) return undefined;
  const event = parseEventId(`evt_${text.slice('dlv_'.length, end)}`);
  return event && { ...event, channel };
}
