/** The commands of the command line that are about notifications. */
import { Argument, type Command, Option } from 'commander';
import {
  addChannel,
  channels,
  deleteChannel,
  disableChannel,
  enableChannel,
  type NewChannelOptions,
  testChannel,
} from './commands/channels.ts';
import { DELIVERY_STATUSES, type DeliveriesOptions, deliveries, redeliver } from './commands/deliveries.ts';
import { pageSize, type Run } from './program-parts.ts';

export function addNotifications(program: Command, run: Run): void {
  program
    .command('channels')
    .description('list where notifications go')
    .action(() => run((session) => channels(session)));
  program
    .command('add-channel')
    .description('make a channel for notifications: a webhook, a Slack hook or addresses for mail')
    .addArgument(channel())
    .option('--webhook <url>', 'takes signed requests, as Standard Webhooks has them')
    .option('--slack <url>', 'an incoming webhook of Slack')
    .option('--email <address...>', 'who gets mail')
    .option(
      '--acts-for <name>',
      'the person in whose name links in it decide; it has to lead to that person alone',
    )
    .action((name: string, options: NewChannelOptions) =>
      run((session) => addChannel(session, name, options)),
    );
  program
    .command('test-channel')
    .description('tell a channel that it works')
    .addArgument(channel())
    .action((name: string) => run((session) => testChannel(session, name)));
  addStandings(program, run);
  program
    .command('deliveries')
    .description('list what channels were to be told, newest first')
    .addOption(new Option('--status <status...>', 'only these').choices(DELIVERY_STATUSES))
    .option('--channel <name>', 'only to this one')
    .option('--mission <id>', 'only of this one')
    .addOption(new Option('--first <number>', 'how many, 1–100').default(20).argParser(pageSize))
    .action((options: DeliveriesOptions) => run((session) => deliveries(session, options)));
  program
    .command('redeliver')
    .description('send a delivery again, under the same id')
    .argument('<delivery>', 'id, dlv_…')
    .action((id: string) => run((session) => redeliver(session, id)));
}

function addStandings(program: Command, run: Run): void {
  program
    .command('enable-channel')
    .description('tell a channel again what is told from now on')
    .addArgument(channel())
    .action((name: string) => run((session) => enableChannel(session, name)));
  program
    .command('disable-channel')
    .description('tell a channel nothing more; links that it was sent decide nothing any more')
    .addArgument(channel())
    .option('--reason <text>', 'why')
    .action((name: string, options: { readonly reason?: string }) =>
      run((session) => disableChannel(session, name, options)),
    );
  program
    .command('delete-channel')
    .description('remove a channel; what was told stays among the deliveries')
    .addArgument(channel())
    .action((name: string) => run((session) => deleteChannel(session, name)));
}

function channel(): Argument {
  return new Argument('<channel>', 'its name');
}
