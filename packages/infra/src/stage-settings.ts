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
  /** Address of an identity of SES that notifications come from; none are mailed unless told. */
  readonly mailFrom?: string;
  /** Where people reach the stage, when that is not the address of its HTTP API. */
  readonly publicUrl?: string;
}

export const PRODUCTION = 'production';

/** What whoever deploys can say, each by a variable of its environment. */
export interface DeployerSettings {
  readonly alarmEmail?: string | undefined;
  readonly mailFrom?: string | undefined;
  readonly publicUrl?: string | undefined;
}

export function stageSettings(stage: string, told: DeployerSettings): StageSettings {
  const isProduction = stage === PRODUCTION;
  const given = Object.entries(told).filter(([, value]) => value !== undefined && value !== '');
  return {
    keepsData: isProduction,
    logRetention: isProduction ? '3 months' : '1 week',
    isTraced: isProduction,
    requestRateMax: isProduction ? 1_000 : 100,
    requestBurstMax: isProduction ? 2_000 : 200,
    ...Object.fromEntries(given),
  };
}
