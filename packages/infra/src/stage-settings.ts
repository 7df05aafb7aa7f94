/** What differs from stage to stage. */
export interface StageSettings {
  /** The table outlives the stage, and can't be deleted by mistake. */
  readonly keepsData: boolean;
  readonly logRetention: '1 week' | '3 months';
  /** Requests a second, and at once, before API Gateway answers 429. */
  readonly requestRateMax: number;
  readonly requestBurstMax: number;
  /** Whether X-Ray keeps traces of some of the invocations: the first of each second, and one in twenty. */
  readonly isTraced: boolean;
  /** Who hears of alarms; nobody unless told. */
  readonly alarmEmail?: string;
}

export const PRODUCTION = 'production';

export function stageSettings(stage: string, alarmEmail: string | undefined): StageSettings {
  const isProduction = stage === PRODUCTION;
  return {
    keepsData: isProduction,
    logRetention: isProduction ? '3 months' : '1 week',
    isTraced: isProduction,
    requestRateMax: isProduction ? 1_000 : 100,
    requestBurstMax: isProduction ? 2_000 : 200,
    ...(alarmEmail === undefined ? {} : { alarmEmail }),
  };
}
