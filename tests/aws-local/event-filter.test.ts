import { eventFilter } from '@muster/aws-local/pollers/event-filter';
import { FEED_FILTER_PATTERN } from '@muster/dynamodb/stream';
import { describe, expect, it } from 'vitest';

describe('the filter of an event source', () => {
  it('lets through what has one of the values at every place', () => {
    const filter = eventFilter('{"dynamodb":{"NewImage":{"x":{"N":["1","2"]}}}}');

    expect(filter({ dynamodb: { NewImage: { x: { N: '2' }, y: { S: 'more' } } } })).toBe(true);
    expect(filter({ dynamodb: { NewImage: { x: { N: '3' } } } })).toBe(false);
    expect(filter({ dynamodb: { NewImage: {} } })).toBe(false);
    expect(filter({ dynamodb: {} })).toBe(false);
  });

  it('does not pretend to know the other kinds of patterns', () => {
    expect(() => eventFilter('{"a":[{"prefix":"x"}]}')({ a: 'xy' })).toThrow('not known');
  });

  it('leaves out what does not belong to the feed', () => {
    expect(eventFilter(FEED_FILTER_PATTERN)({ dynamodb: { NewImage: { pk: { S: 'W#1' } } } })).toBe(false);
  });
});
