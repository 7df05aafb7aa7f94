/** Reading the fields of a request: what is missing or of another type is refused as the service refuses it. */
import type { MessageAttribute, MessageAttributes } from './message-digest.ts';
import { invalidValue, missingParameter } from './sqs-fault.ts';

export type Request = Readonly<Record<string, unknown>>;

export function textOf(request: Request, name: string): string {
  const text = optionalTextOf(request, name);
  if (text === undefined || text === '') throw missingParameter(name);
  return text;
}

export function optionalTextOf(request: Request, name: string): string | undefined {
  const value = request[name];
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'string') throw invalidValue(`Invalid value for the parameter ${name}.`);
  return value;
}

export function wholeNumberOf(
  request: Request,
  name: string,
  range: { readonly min: number; readonly max: number },
): number | undefined {
  const value = request[name];
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'number' && Number.isInteger(value) && value >= range.min && value <= range.max) {
    return value;
  }
  const reason = `${name} must be >= ${range.min} and <= ${range.max}.`;
  throw invalidValue(`Value ${String(value)} for parameter ${name} is invalid. Reason: ${reason}`);
}

export function textsOf(request: Request, name: string): readonly string[] {
  const value = request[name];
  return Array.isArray(value) ? value.map(String) : [];
}

export function recordOf(request: Request, name: string): Readonly<Record<string, string>> {
  const value = request[name];
  if (typeof value !== 'object' || value === null) return {};
  return Object.fromEntries(Object.entries(value).map(([key, text]) => [key, String(text)]));
}

export function requestsOf(request: Request, name: string): readonly Request[] {
  const value = request[name];
  return Array.isArray(value) ? value : [];
}

const ATTRIBUTES_MAX = 10;
const ATTRIBUTE_TYPE = /^(String|Number|Binary)(\.[\w.]{1,250})?$/;

export function messageAttributesOf(request: Request): MessageAttributes | undefined {
  const value = request.MessageAttributes;
  if (typeof value !== 'object' || value === null) return undefined;
  const attributes = value as Record<string, MessageAttribute>;
  const names = Object.keys(attributes);
  if (names.length === 0) return undefined;
  if (names.length > ATTRIBUTES_MAX) {
    throw invalidValue(`Number of message attributes [${names.length}] exceeds the allowed maximum [10].`);
  }
  const wrong = names.find((name) => !isAttribute(attributes[name]));
  if (wrong !== undefined)
    throw invalidValue(`The message attribute '${wrong}' has an invalid type or no value.`);
  return attributes;
}

function isAttribute(attribute: MessageAttribute | undefined): boolean {
  if (attribute === undefined || !ATTRIBUTE_TYPE.test(attribute.DataType)) return false;
  return attribute.DataType.startsWith('Binary')
    ? attribute.BinaryValue !== undefined
    : attribute.StringValue !== undefined && attribute.StringValue !== '';
}
