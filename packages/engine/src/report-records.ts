/** A report as it is stored: in as many records as it takes. */
import type { Report } from '@muster/core/report';
import { missionPartition, reportSort } from './keys.ts';
import type { Put } from './ports/store.ts';
import type { RunPlace } from './records.ts';
import { splitJson } from './text-parts.ts';

export function reportPuts({ workspaceId, missionId, runNumber }: RunPlace, report: Report): readonly Put[] {
  const partition = missionPartition(workspaceId, missionId);
  return splitJson(report).map((value, part) => ({
    record: { partition, sort: reportSort(runNumber, part), revision: 1, value },
  }));
}
