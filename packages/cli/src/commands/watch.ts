/** `muster watch <mission>`: events and progress until the mission has ended. */
import { EXIT, type ExitCode } from '../cli-failure.ts';
import { followMission } from '../follow-mission.ts';
import { loadBoard } from '../load-board.ts';
import type { Session } from '../session.ts';
import type { MissionBoard } from '../view/mission-board.ts';
import { missionView } from '../view/mission-view.ts';

/** REFUSED when the mission ends otherwise than COMPLETED, or the server goes away. */
export async function watch(session: Session, missionId: string): Promise<ExitCode> {
  for (;;) {
    const { board, sequence } = await loadBoard(session.client, missionId);
    const outcome = session.isJson
      ? await watchAsJson(session, { missionId, board, sequence })
      : await watchAsText(session, { missionId, board, sequence });
    if (outcome === 'ENDED') return board.status === 'COMPLETED' ? EXIT.OK : EXIT.REFUSED;
    if (outcome === 'LEFT') return session.signal.aborted ? EXIT.INTERRUPTED : EXIT.REFUSED;
  }
}

interface Watched {
  readonly missionId: string;
  readonly board: MissionBoard;
  readonly sequence: number;
}

function watchAsJson({ client, output, signal }: Session, { missionId, board, sequence }: Watched) {
  return followMission(client, missionId, {
    board,
    after: sequence,
    signal,
    onEvent: (event) => {
      board.apply(event);
      output.print(JSON.stringify(event));
    },
  });
}

async function watchAsText({ client, output, signal }: Session, { missionId, board, sequence }: Watched) {
  output.print(
    `\n  ${output.paint('bold', board.title)}  ${output.paint('gray', `${missionId} ${board.status}`)}\n`,
  );
  const view = missionView(output, { board, clock: timeOfDay });
  try {
    return await followMission(client, missionId, { board, after: sequence, signal, onEvent: view.show });
  } finally {
    view.close();
  }
}

function timeOfDay(instant: string): string {
  return new Date(instant).toTimeString().slice(0, 8);
}
