/**
 * Approve links over HTTP: GET shows what is asked and changes nothing, POST decides. Programs that open every link in a
 * mail open this one too.
 */
import { type DomainError, errorText } from '@muster/core/error-table';
import { type NodeRef, parseNodeId } from '@muster/core/ids';
import { LIMITS } from '@muster/core/limits';
import type { LinkAnswer, LinkDecisions, LinkLook, LinkVerdict } from '@muster/engine/link-decisions';
import type { PlainAnswer, PlainRequest } from './answer-request.ts';
import { askingPage, type Page, tellingPage } from './approve-page.ts';

const FORM_TYPE = 'application/x-www-form-urlencoded';
const FORM_BYTES_MAX = 65_536;

/** Undefined where links are not set up: there is no such page then. */
export async function answerApproval(
  decisions: LinkDecisions | undefined,
  request: PlainRequest,
): Promise<PlainAnswer> {
  if (decisions === undefined) return tellingPage(404, 'Not found', 'Nothing can be decided by links here.');
  switch (request.method) {
    case 'GET':
    case 'HEAD': {
      const token = new URL(request.url).searchParams.get('t') ?? '';
      const { body, ...page } = lookPage(await decisions.look(token), token);
      return { ...page, body: request.method === 'HEAD' ? '' : body };
    }
    case 'POST':
      return decide(decisions, request);
    default:
      return withAllow(tellingPage(405, 'Not possible', 'This page is for looking and for deciding.'));
  }
}

async function decide(decisions: LinkDecisions, { headers, body }: PlainRequest): Promise<Page> {
  const isForm = headers['content-type']?.split(';', 1)[0]?.trim().toLowerCase() === FORM_TYPE;
  if (!isForm || Buffer.byteLength(body) > FORM_BYTES_MAX) return damaged();
  const form = new URLSearchParams(body);
  const verdict = verdictOf(form);
  if (verdict === undefined) return damaged();
  return answerPage(await decisions.decide(form.get('t') ?? '', verdict));
}

/** Undefined when it is none that our page sends. */
function verdictOf(form: URLSearchParams): LinkVerdict | undefined {
  const written = (form.get('feedback') ?? '').trim();
  if (written.length > LIMITS.reviewFeedbackLengthMax) return undefined;
  const feedback = written === '' ? {} : { feedback: written };
  switch (form.get('decision')) {
    case 'approve':
      return { kind: 'APPROVE', ...feedback };
    case 'reject': {
      const reopen = form.getAll('reopen').map((id) => parseNodeId('TASK', id));
      return reopen.every(isRef) ? { kind: 'REJECT', reopen, ...feedback } : undefined;
    }
    default:
      return undefined;
  }
}

function isRef(ref: NodeRef | undefined): ref is NodeRef {
  return ref !== undefined;
}

function lookPage(look: LinkLook, token: string): Page {
  switch (look.kind) {
    case 'OPEN':
      return askingPage(look.asked, token);
    case 'CLOSED':
      return tellingPage(200, 'There is nothing to decide', 'This question is no longer open.', look.asked);
    default:
      return deadLinkPage(look.kind);
  }
}

function answerPage(answer: LinkAnswer): Page {
  switch (answer.kind) {
    case 'RECORDED':
      return recordedPage(answer.status);
    case 'REFUSED':
      return tellingPage(statusOf(answer.error), 'This was not decided', wordsFor(answer.error));
    default:
      return deadLinkPage(answer.kind);
  }
}

function recordedPage(status: string): Page {
  switch (status) {
    case 'APPROVED':
      return tellingPage(200, 'Approved', 'What waited for this can go on.');
    case 'OPEN':
      return tellingPage(200, 'Your approval counts', 'Others are asked too.');
    case 'PENDING':
      return tellingPage(200, 'Rejected', 'The work was sent back. You are asked again when it is done.');
    default:
      return tellingPage(200, 'Rejected', 'The run has failed.');
  }
}

function deadLinkPage(kind: 'UNKNOWN' | 'ENDED' | 'WITHDRAWN'): Page {
  switch (kind) {
    case 'UNKNOWN':
      return tellingPage(404, 'Not found', 'This is not a link that we have sent. Perhaps it was cut.');
    case 'ENDED':
      return tellingPage(410, 'This link has ended', 'Decide where the mission is shown.');
    case 'WITHDRAWN':
      return tellingPage(410, 'This link is no longer good', 'It was withdrawn by who sends these messages.');
  }
}

/** The technical ids in our texts say nothing to somebody who came from a mail. */
function wordsFor(error: DomainError): string {
  switch (error.code) {
    case 'ILLEGAL_MOVE':
      return 'It was decided before, or is no longer asked.';
    case 'NOT_AN_APPROVER':
      return 'The person this link is for is not among those who may decide.';
    case 'REQUESTER_CANNOT_APPROVE':
      return 'Whoever asked for this can not approve it.';
    case 'INVALID_ARGUMENT':
      return error.detail.reason;
    default:
      return errorText(error);
  }
}

function statusOf({ code }: DomainError): number {
  switch (code) {
    case 'NOT_AN_APPROVER':
    case 'REQUESTER_CANNOT_APPROVE':
    case 'FORBIDDEN':
      return 403;
    case 'NOT_FOUND':
      return 404;
    case 'UNAVAILABLE':
      return 503;
    default:
      return 409;
  }
}

function damaged(): Page {
  return tellingPage(400, 'This was not understood', 'Open the link again, and decide there.');
}

function withAllow(page: Page): Page {
  return { ...page, headers: { ...page.headers, allow: 'GET, HEAD, POST' } };
}
