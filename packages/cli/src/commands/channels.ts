/** `muster channels`, `add-channel`, `test-channel`, `enable-channel`, `disable-channel`, `delete-channel`: where notifications go. */
import {
  type ChannelLineFragment,
  ChannelsDocument,
  CreateChannelDocument,
  DeleteChannelDocument,
  DisableChannelDocument,
  EnableChannelDocument,
  TestChannelDocument,
} from '@muster/client/generated/operations';
import { CliFailure, EXIT, type ExitCode } from '../cli-failure.ts';
import { columns, plain } from '../output.ts';
import { printJson, type Session, successOf } from '../session.ts';

/** One of the first three. */
export interface NewChannelOptions {
  readonly webhook?: string;
  readonly slack?: string;
  readonly email?: readonly string[];
  readonly actsFor?: string;
}

export async function channels(session: Session): Promise<ExitCode> {
  const { channels: found } = await session.client.request(ChannelsDocument, {});
  if (session.isJson) printJson(session, found);
  else if (found.length === 0) session.output.print('There are no channels.');
  else session.output.print(columns(found.map(channelRow)));
  return EXIT.OK;
}

export async function addChannel(
  session: Session,
  name: string,
  options: NewChannelOptions,
): Promise<ExitCode> {
  const input = { name, actsFor: options.actsFor, ...targetOf(options) };
  const { createChannel } = await session.client.request(CreateChannelDocument, { input });
  const { channel, newSecret } = successOf(createChannel);
  if (session.isJson) {
    printJson(session, { channel, newSecret });
    return EXIT.OK;
  }
  const { output } = session;
  output.print(`${output.paint('green', '✓')} Added ${plain(channel.name)}  ${plain(channel.address)}`);
  if (newSecret !== null) output.print(`  Its secret, shown now and never again: ${newSecret}`);
  return EXIT.OK;
}

export async function testChannel(session: Session, name: string): Promise<ExitCode> {
  const { testChannel: tested } = await session.client.request(TestChannelDocument, {
    input: { channelId: `chn_${name}` },
  });
  const { delivery } = successOf(tested);
  if (session.isJson) printJson(session, delivery);
  else session.output.print(`On its way. See: npm run muster -- deliveries --channel ${name}`);
  return EXIT.OK;
}

export async function enableChannel(session: Session, name: string): Promise<ExitCode> {
  const { enableChannel: enabled } = await session.client.request(EnableChannelDocument, {
    input: { channelId: `chn_${name}` },
  });
  return answer(session, successOf(enabled).channel, 'is ENABLED');
}

/** Links that were sent to it decide nothing any more. */
export async function disableChannel(
  session: Session,
  name: string,
  { reason }: { readonly reason?: string },
): Promise<ExitCode> {
  const { disableChannel: disabled } = await session.client.request(DisableChannelDocument, {
    input: { channelId: `chn_${name}`, reason },
  });
  return answer(session, successOf(disabled).channel, 'is DISABLED');
}

export async function deleteChannel(session: Session, name: string): Promise<ExitCode> {
  const { deleteChannel: deleted } = await session.client.request(DeleteChannelDocument, {
    input: { channelId: `chn_${name}` },
  });
  return answer(session, successOf(deleted).channel, 'is deleted');
}

function answer(session: Session, channel: ChannelLineFragment, told: string): ExitCode {
  const { output, isJson } = session;
  if (isJson) printJson(session, { channel });
  else output.print(`${output.paint('green', '✓')} ${plain(channel.name)} ${told}`);
  return EXIT.OK;
}

function targetOf({ webhook, slack, email }: NewChannelOptions) {
  const targets = [
    ...(webhook === undefined ? [] : [{ kind: 'WEBHOOK', url: webhook } as const]),
    ...(slack === undefined ? [] : [{ kind: 'SLACK', url: slack } as const]),
    ...(email === undefined ? [] : [{ kind: 'EMAIL', to: [...email] } as const]),
  ];
  const [target, ...others] = targets;
  if (target !== undefined && others.length === 0) return target;
  throw new CliFailure('USAGE', 'Say where it leads: --webhook, --slack or --email, and one of them.');
}

function channelRow(channel: ChannelLineFragment): readonly string[] {
  const { name, kind, status, address, disabledReason } = channel;
  return [status, kind, name, address, disabledReason ?? ''];
}
