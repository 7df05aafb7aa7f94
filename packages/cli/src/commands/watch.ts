/** `muster watch <mission>`: events and progress until the mission has ended. */
import type { MissionEvent } from '@muster/client/watch-mission';
import { EXIT, type ExitCode } from '../cli-failure.ts';
import { followMission } from '../follow-mission.ts';
import { loadBoard, type MissionOverview } from '../load-board.ts';
import { plain } from '../output.ts';
import type { Session } from '../session.ts';
import { type MissionBoard, statusIn } from '../view/mission-board.ts';
import { missionView } from '../view/mission-view.ts';
import { approveHint, attentionLines } from './show.ts';

/** REFUSED when the mission ends otherwise than COMPLETED, or the server goes away. */
export async function watch(session: Session, missionId: string): Promise<ExitCode> {
  for (;;) {
    const watched = await loadBoard(session.client, missionId);
    const outcome = session.isJson
      ? await watchAsJson(session, watched)
      : await watchAsText(session, watched);
    if (outcome === 'ENDED') return watched.board.status === 'COMPLETED' ? EXIT.OK : EXIT.REFUSED;
    if (outcome === 'LEFT') return session.signal.aborted ? EXIT.INTERRUPTED : EXIT.REFUSED;
  }
}

interface Watched {
  readonly board: MissionBoard;
  readonly mission: MissionOverview;
}

function watchAsJson({ client, output, signal }: Session, { board, mission }: Watched) {
  return followMission(client, mission.id, {
    board,
    after: mission.sequence,
    signal,
    onEvent: (event) => {
      board.apply(event);
      output.print(JSON.stringify(event));
    },
  });
}

async function watchAsText({ client, output, signal }: Session, { board, mission }: Watched) {
  const { id, status, title, sequence } = mission;
  output.print(`\n  ${output.paint('bold', plain(title))}  ${output.paint('gray', `${id} ${status}`)}\n`);
  for (const line of attentionLines(output, mission)) output.print(`  ${line}`);
  const view = missionView(output, { board, clock: timeOfDay });
  try {
    return await followMission(client, id, {
      board,
      after: sequence,
      signal,
      onUsage: view.use,
      onEvent: (event) => {
        view.show(event);
        if (isOpenedCheckpoint(event))
          view.say(output.paint('yellow', `           ${approveHint(event.subject)}`));
      },
    });
  } finally {
    view.close();
    if (board.hasEnded) output.print(`\n  npm run muster -- report ${id}`);
  }
}

export function isOpenedCheckpoint(event: MissionEvent): boolean {
  return event.type === 'CHECKPOINT_STATUS_CHANGED' && statusIn(event) === 'OPEN';
}

function timeOfDay(instant: string): string {
  return new Date(instant).toTimeString().slice(0, 8);
}
