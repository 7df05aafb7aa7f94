/**
 * Slack's incoming webhooks, and those of others that take the same.
 * https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks#handling_errors (2026-11-21)
 */
import type { DeliveryOutcome } from '@muster/engine/ports/notifier';
import { outcomeWithoutAnswer, retryOutcome } from './answer-outcome.ts';
import type { NoticeView } from './notice-view.ts';
import { isSuccess, type PostAnswer, type PostOptions, post } from './post.ts';
import { slackMessage } from './slack-message.ts';

const GONE = 410;
const BAD_REQUEST = 400;
/** The webhook, its channel or its workspace is there no more, or nobody may post there. */
const GONE_WORDS = [
  'action_prohibited',
  'channel_is_archived',
  'channel_not_found',
  'invalid_token',
  'no_active_hooks',
  'no_service',
  'no_service_id',
  'no_team',
  'posting_to_general_channel_denied',
  'team_disabled',
  'user_not_found',
];

/** Never rejects. */
export async function sendToSlack(
  { url, notice }: { readonly url: string; readonly notice: NoticeView },
  options: PostOptions & { readonly now: () => number },
): Promise<DeliveryOutcome> {
  const headers = { 'content-type': 'application/json; charset=utf-8' };
  const result = await post({ url, headers, body: JSON.stringify(slackMessage(notice)) }, options);
  return result.kind === 'ANSWERED' ? outcomeOf(result.answer, options.now()) : outcomeWithoutAnswer(result);
}

function outcomeOf(answer: PostAnswer, nowMs: number): DeliveryOutcome {
  const { status } = answer;
  if (isSuccess(status)) return { kind: 'DELIVERED', status };
  const word = answer.text.trim();
  if (GONE_WORDS.includes(word))
    return { kind: 'GONE', reason: `Slack answered ${status}: ${word}.`, status };
  if (status === GONE) return { kind: 'GONE', reason: 'Slack answered 410.', status };
  // The same message would be refused again.
  if (status === BAD_REQUEST) return { kind: 'REFUSED', reason: 'Slack does not take this message.', status };
  return retryOutcome(answer, nowMs);
}
